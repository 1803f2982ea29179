// expect: 1 2 3
// expect: 15
// expect: 6 8
// expect: true
func sum(a: int64,
         b: int64,
         c: int64) int64 {
    return a
        + b
        + c
}

struct Chain {
    n: int64

    func plus(self c: Chain, k: int64) Chain { return Chain{n: c.n + k} }
}

func main() {
    let a = 1; let b = 2; let c = 3
    println(a, b, c)
    let chained = Chain{n: 0}
        .plus(4)
        .plus(11)
    println(chained.n)
    /* a comment /* nested */ still a comment */
    println(sum(a, b, c), sum(
        2,
        3,
        3,
    ))
    let ok = a == 1 &&
        b == 2 ||
        c == 4
    println(ok)
}
