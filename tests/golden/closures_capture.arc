// expect: [1, 2, 3] [1, 2, 3, 4]
// expect: {"k": 1} x y
// expect: 6 720
// expect: 1 2 3
// expect: [2, 4, 6] 12
// expect: deep 10
// expect: A-b-C
// expect: 15
func make_counter(start: int64) func() int64 {
    let n = start
    return func() int64 { return n }
}

func nest(a: int64) func(int64) func(int64) int64 {
    return |b| func(c: int64) int64 { return a + b + c }
}

func fold(fs: vector<func(int64) int64>, x: int64) int64 {
    let v = x
    for f in fs { v = f(v) }
    return v
}

func main() {
    let v = [1, 2, 3]
    let f = func() vector<int64> { return v }
    v.push(4)
    println(f(), v)
    let m = {"k": 1}
    let s = "x"
    let g = func() string { return "${m} ${s}" }
    s = "y"
    println(g(), s)
    let compose = func(a: func(int64) int64, b: func(int64) int64) func(int64) int64 { return |x| b(a(x)) }
    println(compose(|x| x + 1, |x| x * 2)(2), fold([|x| x * 2, |x| x * 3, |x| x * 4, |x| x * 5, |x| x * 6], 1))
    print(make_counter(1)(), "")
    let counters = [make_counter(2), make_counter(3)]
    println(counters[0](), counters[1]())
    let factor = 2
    println([1, 2, 3].map(|x| x * factor), [1, 2, 3].map(|x| x * factor).reduce(0, |a, b| a + b))
    println("deep", nest(1)(2)(7))
    let table: map<string, func(string) string> = {"up": |t| t.to_upper(), "same": |t| t}
    println(["a", "b", "c"].enumerate().map(|p| if p.0 % 2 == 0 { table["up"](p.1) } else { table["same"](p.1) }).join("-"))
    let total = 0
    let add = func(p: *int64, k: int64) { *p += k }
    for i in 1..=5 { add(&total, i) }
    println(total)
}
