// Expectations: ./arcw golden --update
// expect: drop thrown away
// expect: no guard
// expect: drop g0
// expect: drop g1
// expect: drop g2
// expect: 4
// expect: 7 7
// expect: err zero
// expect: drop first
// expect: err one
// expect: drop first
// expect: err check 2
// expect: drop second
// expect: drop first
// expect: err check 3
// expect: ok name
// expect: close name
// expect: drop first
// expect: drop second
// expect: 7
// expect: i
// expect: drop i
// expect: late
// expect: drop late
// expect: drop last
// Fields and locals without a zero value: assigned once on each way, also late, also in loops; what an
// `init` that fails leaves behind.
struct Guard {
    name: string
    p: *int64
    drop(self g: *Guard) { println("drop ${g.name}") }
}
struct Node {
    value: int64
    next: *int64
    run: func(int64) int64
    guard: Guard
    init(self n: *Node, p: *int64, flag: bool) {
        n.value = *p
        if flag { n.next = p } else { n.next = &n.value }
        for i in 0..3 {
            n.guard = Guard{name: "g${i}", p: n.next}
        }
        n.guard = Guard{name: "last", p}
        n.run = |x| x + 1
        println("${n.run(3)}")
    }
}
struct File {
    a: string
    g: Guard
    h: Guard
    init(self f: *File, p: *int64, k: int64) void! {
        f.a = "name"
        if k == 0 { return error("zero") }
        f.g = Guard{name: "first", p}
        if k == 1 { return error("one") }
        if k == 2 { check(k)? }
        f.h = Guard{name: "second", p}
        if k == 3 { return check(k) }
    }
    drop(self f: *File) { println("close ${f.a}") }
}
func check(k: int64) void! { return error("check ${k}") }
func open(k: int64, p: *int64) File! { return File(p, k)? }
func guard(p: *int64, good: bool) Guard! {
    if !good { return error("no guard") }
    return Guard{name: "thrown away", p}
}
func main() {
    let v = 7
    guard(&v, true) catch |e| { println(e) }
    guard(&v, false) catch |e| { println(e) }
    let n = Node(&v, true)
    println("${n.value} ${*n.next}")
    for k in 0..5 {
        let r = open(k, &v)
        match r {
            ok(f) => println("ok ${f.a}")
            err(e) => println("err ${e}")
        }
    }
    let q: *int64
    if v > 3 { q = &v } else { panic("no") }
    println(*q)
    let late: Guard
    if v > 100 { return }
    for i in 0..2 {
        let g: Guard
        if i == 1 { g = Guard{name: "i", p: q}; println(g.name) }
    }
    late = Guard{name: "late", p: q}
    println(late.name)
}
