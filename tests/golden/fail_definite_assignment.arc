// Expectations: ./arcw golden --update
// error: 38:19 ARC0254 `init` ends here without a value for the fields `kind`, `run`, `shape`
// error: 49:18 ARC0255 the field `q` is used before it has a value
// error: 57:9 ARC0255 `w` is used before its field `p` has a value
// error: 67:17 ARC0255 `c` is used before its field `p` has a value
// error: 78:5 ARC0254 `init` ends here without a value for the field `p`
// error: 86:21 ARC0254 `init` ends here without a value for the field `p`
// error: 99:5 ARC0254 `init` ends here without a value for the field `p`
// error: 107:17 ARC0255 `b` is used before it has a value
// error: 109:13 ARC0255 `c` is used before it has a value
// error: 111:14 ARC0255 `d` is used before it has a value
// error: 117:13 ARC0255 `h` is used before it has a value
// error: 119:5 ARC0255 `t` is used before it has a value
// error: 122:18 ARC0255 `e` is used before it has a value
// A field or a local whose type has no zero value gets one on every way, before it is used.
enum Kind { Leaf, Branch }
enum Shape { Circle(radius: float64), Square(side: float64) }

struct Node {
    value: int64
    next: *int64
    kind: Kind
    run: func(int64) int64
    shape: Shape

    init(self n: *Node, p: *int64, flag: bool) {
        n.next = p
        if flag {
            n.kind = Kind.Leaf
        } else if n.value > 3 {
            n.kind = Kind.Branch
            n.run = |x| x
        }
        match n.value {
            0 => { n.shape = Shape.Circle(1.0) }
            _ => {}
        }
        if flag { return }
        n.run = |x| x
    }
}

struct Early {
    p: *int64
    q: *int64

    init(self e: *Early, p: *int64) {
        e.p = p
        println(*e.q)
    }
}

struct Whole {
    p: *int64

    init(self w: *Whole, p: *int64) {
        w.show()
        w.p = p
    }
    func show(self w: *Whole) { println(*w.p) }
}

struct Captured {
    p: *int64

    init(self c: *Captured, p: *int64) {
        let f = || *c.p
        c.p = p
        println(f())
    }
}

struct Looped {
    p: *int64

    init(self l: *Looped, xs: []*int64) {
        for x in xs { l.p = x }
    }
}

struct Failing {
    p: *int64

    init(self f: *Failing, p: *int64, good: bool) void! {
        if !good { return error("not good") }
        if *p > 0 { return }
        f.p = p
    }
}

struct Reflected {
    p: *int64
    n: int64

    init(self r: *Reflected) {
        comptime for f in @fields(Reflected) {
            comptime if f.name == "n" { r.@field(f) = 3 }
        }
    }
}

func locals(p: *int64) {
    let a: *int64
    let b: func() int64
    let c: Kind
    for { if *p > 3 { a = p; break } }
    println(*a, b())
    if *a > 2 { c = Kind.Leaf }
    println(c)
    let d: *int64
    println((|| *d)())
    let h: Kind
    for let i = 0; i < 3; i++ {
        if i == 1 { continue }
        h = Kind.Branch
    }
    println(h)
    let t: (Kind, int64)
    t.1 = 4
    let e: *int64
    let u: *int64
    (e, u) = (p, e)
    println(t, *e, *u)
}

func main() {
    let x = 3
    locals(&x)
    println(Node(&x, true).value, *Early(&x).p, *Whole(&x).p, *Captured(&x).p, *Looped([&x]).p)
    println(Reflected().n)
    println(Failing(&x, true)!.p == &x)
}
