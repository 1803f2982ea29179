// CRC-32 of the arguments, or of a sample. The tables for four bytes at a time are made while the program is built.
import "std/os"

const POLYNOMIAL: uint32 = 0xEDB88320

func make_tables() [4][256]uint32 {
    let tables: [4][256]uint32
    for let i: uint32 = 0; i < 256; i++ {
        let c = i
        for _ in 0..8 { c = if (c & 1) != 0 { POLYNOMIAL ^ (c >> 1) } else { c >> 1 } }
        tables[0][i] = c
    }
    for let i: usize = 0; i < 256; i++ {
        for let t: usize = 1; t < 4; t++ {
            let before = tables[t - 1][i]
            tables[t][i] = (before >> 8) ^ tables[0][before & 255]
        }
    }
    return tables
}

const TABLES = comptime make_tables()

func crc32(text: string) uint32 {
    let crc: uint32 = 0xFFFFFFFF
    let i: usize = 0
    for i + 4 <= text.len() {
        let word: uint32 = 0
        for let k: usize = 0; k < 4; k++ { word |= cast<uint32>(text[i + k]) << (8 * k) }
        let x = crc ^ word
        crc = TABLES[3][x & 255] ^ TABLES[2][(x >> 8) & 255] ^ TABLES[1][(x >> 16) & 255] ^ TABLES[0][x >> 24]
        i += 4
    }
    for i < text.len() {
        crc = (crc >> 8) ^ TABLES[0][(crc ^ cast<uint32>(text[i])) & 255]
        i += 1
    }
    return ~crc
}

// What is known while building can be checked while building: a wrong table would not get into a program.
comptime {
    if TABLES[0][255] != 0x2D02EF8D { comptime_error("the table ends in ${TABLES[0][255]:x}") }
}

func main() {
    assert(crc32("123456789") == 0xCBF43926)
    let texts = os.args.rest()
    if texts.is_empty() { texts = ["The quick brown fox jumps over the lazy dog"] }
    for text in texts { println("${crc32(text):08x}  ${text}") }
}
