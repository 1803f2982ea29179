// How often which pieces of DNA stand in the third sequence of standard input: k_nucleotide < FILE.
// From the Computer Language Benchmarks Game.

import "std/io"

struct Entry { key: uint64, count: int64 }

// Two bits a letter, or 4 for what is none.
func code(letter: byte) uint64 {
    return match letter {
        65 | 97 => 0
        67 | 99 => 1
        71 | 103 => 2
        84 | 116 => 3
        _ => 4
    }
}

func read_sequence() vector<byte>! {
    let codes: vector<byte>
    let inside = false
    let input = io.stdin()
    for {
        let line = input.read_line()? ?? break
        if line.starts_with(">") {
            if inside { break }
            inside = line.starts_with(">THREE")
        } else if inside {
            for letter in line.bytes() { codes.push(cast<byte>(code(letter))) }
        }
    }
    return codes
}

func count(codes: vector<byte>, length: usize) map<uint64, int64> {
    let counts: map<uint64, int64>
    let mask = (cast<uint64>(1) << (2 * length)) - 1
    let key: uint64 = 0
    for i, letter in codes {
        key = (key << 2 | letter) & mask
        if i + 1 >= length { counts[key] += 1 }
    }
    return counts
}

func spell(key: uint64, length: usize) string {
    let out = ""
    for let i = length; i > 0; i-- { out += "ACGT"[(key >> (2 * (i - 1))) & 3..(key >> (2 * (i - 1)) & 3) + 1] }
    return out
}

func frequencies(codes: vector<byte>, length: usize) {
    let entries: vector<Entry>
    for key, n in count(codes, length) { entries.push(Entry{key: key, count: n}) }
    entries.sort_by(|a, b| a.count > b.count || a.count == b.count && a.key < b.key)
    let total = cast<float64>(codes.len() + 1 - length)
    for e in entries { println("${spell(e.key, length)} ${cast<float64>(e.count) * 100.0 / total:.3}") }
    println()
}

func occurrences(codes: vector<byte>, piece: string) {
    let key: uint64 = 0
    for letter in piece.bytes() { key = key << 2 | code(letter) }
    println("${count(codes, piece.len()).get(key) ?? 0}\t${piece}")
}

func main() void! {
    let codes = read_sequence()?
    frequencies(codes, 1)
    frequencies(codes, 2)
    for piece in ["GGT", "GGTA", "GGTATT", "GGTATTTTAATT", "GGTATTTTAATTTATAGT"] { occurrences(codes, piece) }
}
