// Expectations: ./arcw golden --update
// expect: 4 four more
// expect: shadowed
// expect: small, rect 1.0x2.5, zero and true
// expect: negative 5, big circle, 3 and false
// expect: medium, empty, true
// expect: loops 66
// expect: 19 12 77 true false
// expect: 4 255 244 255 0
// expect: 200 44 -128 4607182418800017408
// expect: body
// expect: deferred last, runs first
// expect: deferred first, runs last
// expect: ok 42
// expect: caught bad digit at 1
// expect: -1
// expect: found Bc
// expect: none 3 0
// expect: null
// expect: [1, 4, 9] 27
// expect: 5 0.500    7 000000ff 2 é raw\n two
// expect:   lines
// The forms of statements, expressions, errors and panics that the language description lists, each once.
import "std/os"

enum Shape {
    Circle(radius: float64)
    Rect(w: float64, h: float64)
    Empty
}

func pair() (int64, string) { return (4, "four") }

func digits(s: string) int64! {
    let n: int64 = 0
    for i in 0..s.len() {
        let c = s[i]
        if c < '0' || c > '9' { return error("bad digit at ${i}") }
        n = n * 10 + cast<int64>(c - '0')
    }
    return n
}

func sum_of(a: string, b: string) int64! { return digits(a)? + digits(b)? }

func first_upper(words: vector<string>) string? {
    for w in words {
        if w.len() > 0 && w[0] >= 'A' && w[0] <= 'Z' { return w }
    }
    return null
}

func length_of_first(words: vector<string>) usize? { return first_upper(words)?.len() }

func describe(n: int64, s: Shape, t: (int64, bool)) string {
    let a = match n {
        0 => "zero"
        1..10 => "small"
        10..=99 => "medium"
        m if m < 0 => "negative ${-m}"
        _ => "large"
    }
    let b = match s {
        Shape.Circle(r) if r > 10.0 => "big circle"
        Shape.Circle(_) => "circle"
        Shape.Rect(w, h) => "rect ${w}x${h}"
        Shape.Empty => "empty"
    }
    let c = match t {
        (0, true) => "zero and true"
        (k, false) => "${k} and false"
        (_, true) => "true"
    }
    return "${a}, ${b}, ${c}"
}

func loops() {
    let n = 0
    for n < 3 { n++ }
    for {
        n += 1
        if n == 7 { break }
    }
    for let i = 0; i < 3; i++ { n += i }
    for x in [10, 20] { n += x }
    for i, x in [5, 6] { n += cast<int64>(i) * x }
    for k, v in {"a": 1, "b": 2} { n += v + cast<int64>(k.len()) }
    for i in 0..3 { n += i }
    for i in 0..=3 { n += i }
    outer: for i in 0..5 {
        for j in 0..5 {
            if j == 3 { continue outer }
            if i == 2 { break outer }
            n += 1
        }
    }
    println("loops", n)
}

func operators() {
    let a = 12
    a += 3; a -= 1; a *= 2; a /= 4; a %= 5
    a <<= 4; a >>= 1; a |= 1; a &= 0xff; a ^= 2
    a++
    a--
    println(a, ~a & 0xf, a << 2 | 1, !(a > 3) || a == 19, true && false)
    let x: uint8 = 250
    println(x +% 10, x -% 251, x *% 2, x +| 10, x -| 251)
    println(cast<uint8>(200), truncate<uint8>(300), saturate<int8>(-1000), bitcast<uint64>(1.0))
}

func deferred() {
    defer println("deferred first, runs last")
    defer { println("deferred last, runs first") }
    println("body")
}

func main() {
    let (number, name) = pair()
    const fixed = if number > 3 { "more" } else if number == 3 { "same" } else { "less" }
    println(number, name, fixed)
    if true {
        let number = "shadowed"
        println(number)
    }
    println(describe(7, Shape.Rect(1.0, 2.5), (0, true)))
    println(describe(-5, Shape.Circle(11.0), (3, false)))
    println(describe(99, Shape.Empty, (1, true)))
    loops()
    operators()
    deferred()
    match sum_of("12", "30") {
        ok(v) => println("ok", v)
        err(e) => println("err", e.message)
    }
    println(sum_of("1", "2x") catch |e| {
        println("caught ${e.message}")
        -1
    })
    if let v = first_upper(["a", "Bc"]) { println("found ${v}") }
    println(first_upper([]) ?? "none", length_of_first(["Abc"])!, length_of_first(["abc"]) ?? 0)
    match first_upper(["x"]) {
        null => println("null")
        v => println(v)
    }
    let square = |x: int64| x * x
    let cube = func(x: int64) int64 { return x * x * x }
    println([1, 2, 3].map(square), cube(3))
    println("${5} ${0.5:.3} ${7:>4} ${255:08x} ${"é".len()} ${'é'} ${r"raw\n"} ${"""
        two
          lines
        """}")
    let none: int64? = null
    os.exit(if none == null { 0 } else { 1 })
}
