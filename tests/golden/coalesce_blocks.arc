// Expectations: ./arcw golden --update
// expect: no 6
// expect: at 1 nowhere
// expect: -2 0
// expect: found 0
// expect: true true true false
// The right side of `??` may be a block that leaves, or that gives a value.
func index_of(xs: vector<int64>, x: int64) int64? {
    for i, y in xs { if x == y { return cast<int64>(i) } }
    return null
}

func show(xs: vector<int64>, x: int64) string {
    let at = index_of(xs, x) ?? { println("no ${x}"); return "nowhere" }
    return "at ${at}"
}

func pair() (int64, usize) { return (1, 2) }
func maybe(c: bool) (char, usize)? { return if c { ('x', 4) } else { null } }

func main() {
    println(show([4, 5], 5), show([4, 5], 6))
    let n = index_of([], 1) ?? {
        let fallback = -1
        fallback * 2
    }
    let s = index_of([], 1) ?? {
        const zero = 0
        zero
    }
    println(n, s)
    for i in 0..3 {
        let k = index_of([1], i) ?? { continue }
        println("found ${k}")
    }
    // Literals in a tuple take the types of the other side.
    println(pair() == (1, 2), (1, 2) == pair(), maybe(true) == ('x', 4), maybe(false) == ('x', 4))
}
