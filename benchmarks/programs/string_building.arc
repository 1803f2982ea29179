// Text built three bytes at a time: string_building [N]

import "std/os"

func main() void! {
    let n: int64 = 20_000_000
    if os.args.len() > 1 { n = os.args[1].parse_int()? }
    let s = ""
    let letters = "abcdefghijklmnopqrstuvwxyz"
    for i in 0..n {
        let k = cast<usize>(i % 26)
        s += letters[k..k + 1]
        s += "bc"
    }
    let h: uint64 = 14695981039346656037
    for b in s.bytes() { h = (h ^ b) *% 1099511628211 }
    println("${s.len()} ${h:x}")
}
