// Expectations: ./arcw golden --update
// error: 6:33 ARC0221 `[1000000][1000000]int64` is larger than 2^40 bytes
// error: 9:13 ARC0221 `9999999999999` cannot be the length of an array
// error: 10:13 ARC0221 `-1` does not fit `usize`
// Types that no memory holds.
struct Cube { cells: [1_000_000][1_000_000][1_000_000]int64 }

func main() {
    let a: [9_999_999_999_999]int64
    let n: [0 - 1]int64
    println(a.len(), n.len(), @sizeof(Cube))
}
