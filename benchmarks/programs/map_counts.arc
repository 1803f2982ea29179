// Insert N keys into a map, then look them all up: map_counts [N]

import "std/os"

func main() void! {
    let n: int64 = 2_000_000
    if os.args.len() > 1 { n = os.args[1].parse_int()? }
    let h: map<uint64, int64> = {}
    let x: uint64 = 1
    for i in 0..n {
        x = x * 16807 % 2147483647
        h[x] += i
    }
    x = 1
    let s: int64 = 0
    for _ in 0..n {
        x = x * 16807 % 2147483647
        s += h[x] & 1
    }
    println("${h.len()} ${s}")
}
