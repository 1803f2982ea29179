// Expectations: ./arcw golden --update
// error: 8:38 ARC0215 expected a value of `int64`, found the type `int64`
// error: 10:25 ARC0201 unknown type `Missing`
// error: 20:20 ARC0200 unknown name `missing`
// error: 21:13 ARC0200 unknown function `twice`
// error: 22:26 ARC0202 `(int64, int64)` has no part 2
// Errors inside of other questions are reported once, and nothing is said about what depends on them.
func pair() (int64, int64) { return (int64, int64) }

enum Kind { A, B(inner: Missing) }

func use(k: Kind) int64 {
    return match k {
        Kind.A => 1
        Kind.B(inner) => inner.value
    }
}

func main() {
    let a: @typeof(missing) = 1
    let b = twice(pair())
    println(a, b, pair().2)
    println(use(Kind.A))
}
