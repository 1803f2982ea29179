// Expectations: ./arcw golden --update
// expect: drop early
// expect: drop h
// expect: A 0
// expect: whole []
// expect: drop g
// expect: drop h2
// expect: drop h
// expect: A
// expect: whole []
// expect: drop g
// expect: drop h2
// expect: B B 4
// expect: A
// expect: A
// expect: A
// expect: A A
// expect: 3 3
// Values of fields by `*self = …`, `defer`, `match`; of locals on ways that leave.
enum Kind { A, B }
struct Guard {
    name: string
    p: *int64
    drop(self g: *Guard) { println("drop ${g.name}") }
}
struct Whole {
    g: Guard
    h: Guard
    k: Kind
    s: string
    init(self w: *Whole, p: *int64, early: bool) {
        if early { w.g = Guard{name: "early", p} }
        w.s = "text"
        *w = Whole{g: Guard{name: "g", p}, h: Guard{name: "h", p}, k: Kind.A}
        w.h = Guard{name: "h2", p}
    }
    drop(self w: *Whole) { println("whole [${w.s}]") }
}
struct Box<T> {
    p: *T
    k: Kind
    f: func(T) T
    init(self b: *Box<T>, p: *T, n: int64) {
        defer { b.k = Kind.B }
        match n {
            0 => { b.p = p; b.f = |x| x }
            1 | 2 => {
                b.f = |x| x
                b.p = p
            }
            _ => panic("n")
        }
        if n == 2 { return }
        b.k = Kind.A
    }
}
func opt(n: int64) int64? { return if n > 0 { n } else { null } }
func res(n: int64) int64! { return if n > 0 { n } else { error("e") } }
func all(n: int64, q: *int64) int64 {
    let p: *int64
    let k: Kind
    const m = opt(n) ?? { p = q; return *p }
    const r = res(n) catch |_e| { return 7 }
    if let _v = opt(m) { k = Kind.A; p = q } else { k = Kind.B; p = q }
    for { if r > 0 { break }; panic("x") }
    let z: Kind
    comptime for i in 0..3 {
        let c: Kind
        if n > i { c = Kind.A } else { c = Kind.B }
        println(c)
    }
    z = if n > 3 { Kind.A } else { Kind.B }
    println(k, z)
    return *p
}
func main() {
    let v = 3
    { let w = Whole(&v, true); println(w.k, w.s.len()) }
    { let w = Whole(&v, false); println(w.k) }
    println(Box(&v, 0).k, Box(&v, 2).k, Box<int64>(&v, 1).f(4))
    println(all(0, &v), all(5, &v))
}
