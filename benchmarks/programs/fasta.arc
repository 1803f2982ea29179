// DNA sequences, repeated and random: fasta [LENGTH]. From the Computer Language Benchmarks Game.

import "std/io"
import "std/os"

const ALU = "GGCCGGGCGCGGTGGCTCACGCCTGTAATCCCAGCACTTTGGGAGGCCGAGGCGGGCGGATCACCTGAGGTCAGGAGTTCGAGACCAGCCTGGCCAACATGGTGAAACCCCGTCTCTACTAAAAATACAAAAATTAGCCGGGCGTGGTGGCGCGCGCCTGTAATCCCAGCTACTCGGGAGGCTGAGGCAGGAGAATCGCTTGAACCCGGGAGGCGGAGGTTGCAGTGAGCCGAGATCGCGCCACTGCACTCCAGCCTGGGCGACAGAGCGAGACTCCGTCTCAAAAA"
const WIDTH: usize = 60
const MODULUS: uint32 = 139968

struct Frequency { letter: byte, share: float64 }

// What the random number below decides: entry n for numbers that scale to n.
func table_of(frequencies: vector<Frequency>) vector<byte> {
    let table: vector<byte>
    let sum = 0.0
    let at: usize = 0
    for n in 0..MODULUS {
        for cast<float64>(n) / cast<float64>(MODULUS) >= sum + frequencies[at].share && at + 1 < frequencies.len() {
            sum += frequencies[at].share
            at++
        }
        table.push(frequencies[at].letter)
    }
    return table
}

func repeat(text: string, length: usize) {
    // The text twice, so that each line is one piece of it.
    let twice = text + text[0..WIDTH]
    let at: usize = 0
    let left = length
    for left > 0 {
        let count = min(left, WIDTH)
        io.write(twice[at..at + count])
        io.write("\n")
        at += count
        if at >= text.len() { at -= text.len() }
        left -= count
    }
}

func random(table: vector<byte>, length: usize, start: uint32) uint32 {
    let seed = start
    let line: vector<byte>
    for _ in 0..WIDTH + 1 { line.push(10) }
    let left = length
    for left > 0 {
        let count = min(left, WIDTH)
        for i in 0..count {
            seed = (seed * 3877 + 29573) % MODULUS
            line[i] = table[seed]
        }
        line[count] = 10
        io.write(line[0..count + 1])
        left -= count
    }
    return seed
}

func main() void! {
    let n: usize = 1000
    if os.args.len() > 1 { n = os.args[1].parse()? }
    println(">ONE Homo sapiens alu")
    repeat(ALU, n * 2)
    println(">TWO IUB ambiguity codes")
    let iub = [Frequency{letter: 97, share: 0.27}, Frequency{letter: 99, share: 0.12}, Frequency{letter: 103, share: 0.12}, Frequency{letter: 116, share: 0.27},
        Frequency{letter: 66, share: 0.02}, Frequency{letter: 68, share: 0.02}, Frequency{letter: 72, share: 0.02}, Frequency{letter: 75, share: 0.02},
        Frequency{letter: 77, share: 0.02}, Frequency{letter: 78, share: 0.02}, Frequency{letter: 82, share: 0.02}, Frequency{letter: 83, share: 0.02},
        Frequency{letter: 86, share: 0.02}, Frequency{letter: 87, share: 0.02}, Frequency{letter: 89, share: 0.02}]
    let seed = random(table_of(iub), n * 3, 42)
    println(">THREE Homo sapiens frequency")
    let homo = [Frequency{letter: 97, share: 0.3029549426680}, Frequency{letter: 99, share: 0.1979883004921},
        Frequency{letter: 103, share: 0.1975473066391}, Frequency{letter: 116, share: 0.3015094502008}]
    random(table_of(homo), n * 5, seed)
}
