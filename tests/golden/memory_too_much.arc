// More than there can be: "out of memory" with the bytes asked for, as many as a word holds at most, and the values stay.
// expect: out of memory: 18446744073709551615 bytes
// expect: out of memory: 18446744073709551615 bytes
// expect: out of memory: 18446744073709551615 bytes
// expect: out of memory: 18446744073709551615 bytes
// expect: out of memory: 18446744073709551615 bytes
// expect: 3 1 2 3
// expect: abc
import "std/testing"

const ALL: usize = 18446744073709551615

func main() {
    let v: vector<int64>
    let p = &v
    let show = |text: string?| println(text ?? "no panic")
    show(testing.panics(|| p.reserve(cast<usize>(1) << 61)))
    show(testing.panics(|| p.reserve(ALL)))
    v = [1, 2, 3]
    show(testing.panics(|| p.reserve(cast<usize>(1) << 61)))
    show(testing.panics(|| p.reserve(ALL)))
    let shared = v
    show(testing.panics(|| p.reserve(ALL)))
    println("${v.len()} ${shared[0]} ${v[1]} ${v[2]}")
    let text = "ab"
    text += "c"
    println(text)
}
