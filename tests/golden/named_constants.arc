// Functions of types without self; constants in patterns, lengths and generic arguments; comparing with null.
// expect: made 3 4
// expect: low other
// expect: none true
// expect: 8 [0, 0, 0]
// expect: missing
import "std/os"

struct A {
    n: int64
    func make(n: int64) A { return A{n: n} }
    func twice(self a: A) A { return A.make(a.n * 2) }
}
struct Pair<T> {
    a: T
    b: T
    func both(x: T) Pair<T> { return Pair<T>{a: x, b: x} }
}
const LOW = 1
const HIGH = 9

func name(n: int64) string {
    return match n {
        LOW => "low"
        HIGH => "high"
        _ => "other"
    }
}
func reason(code: int32) string {
    return match code {
        os.NOT_FOUND => "missing"
        Closed => "closed"
        _ => "?"
    }
}
func fill<comptime N: usize>() [N]int64 {
    let out: [N]int64
    return out
}
func is_word<T>() bool {
    comptime if @sizeof(T) == 8 {
        return true
    } else {
        return false
    }
}
func main() {
    println("made ${A.make(3).n} ${Pair<int64>.both(2).a + 2}")
    println("${name(1)} ${name(2)}")
    let f: (func(int64) int64)? = null
    if f == null { print("none ") }
    println("${is_word<int64>()}")
    const N = 3
    println("${@sizeof(int64)} ${fill<N>()}")
    println(reason(os.NOT_FOUND))
}
