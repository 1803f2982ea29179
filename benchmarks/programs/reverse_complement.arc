// Each DNA sequence of standard input from its end, every letter by its partner: reverse_complement < FILE.
// From the Computer Language Benchmarks Game.

import "std/io"

const WIDTH: usize = 60
const NEW_LINE: byte = 10
const HEAD: byte = 62       // '>'

func partners() vector<byte> {
    let table: vector<byte>
    for i in 0..256 { table.push(cast<byte>(i)) }
    let from = "ACGTUMRWSYKVHDBN"
    let to = "TGCAAKYWSRMBDHVN"
    for i in 0..from.len() {
        table[from[i]] = to[i]
        table[from[i] + 32] = to[i]
    }
    return table
}

// The letters of `data` from `low` to `high` backwards, in lines.
func write_reversed(data: vector<byte>, low: usize, high: usize, table: vector<byte>, out: *vector<byte>) {
    out.clear()
    let column: usize = 0
    for let i = high; i > low; i-- {
        let letter = data[i - 1]
        if letter == NEW_LINE { continue }
        out.push(table[letter])
        column++
        if column == WIDTH {
            out.push(NEW_LINE)
            column = 0
        }
    }
    if column > 0 { out.push(NEW_LINE) }
    io.write(*out)
}

func main() void! {
    let input = io.stdin()
    let data = input.read_all()?
    let table = partners()
    let out: vector<byte>
    let at: usize = 0
    for at < data.len() {
        // A head line as it is.
        let end = at
        for end < data.len() && data[end] != NEW_LINE { end++ }
        io.write(data[at..min(end + 1, data.len())])
        let low = min(end + 1, data.len())
        let high = low
        for high < data.len() && data[high] != HEAD { high++ }
        write_reversed(data, low, high, table, &out)
        at = high
    }
}
