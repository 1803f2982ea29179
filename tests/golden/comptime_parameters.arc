// Expectations: ./arcw golden --update
// expect: <><><>
// expect: Ada 36 36
// expect: [0, 0] [""] [[]] [[false, false]] [(0, false)] [null] [Person{name: "", age: 0}]
// expect: [0, 0, 0] [7, 7] [5, 5] [0, 0, 0, 0, 0]
// expect: abb 1222 1.52.02.0
// expect: 13 6
// expect: 12 0 3 -1
// expect: 720 8 5 4
// expect: 15 Vec{x: 3, y: 6} 12
// expect: 2
// expect: 26
// expect: 5 1 1 5 1 0 0 1
// expect: int64 3 string x bool true float64 1.5 char c Shape Box(1, 2)
// expect: 9 4 40 6
// expect: <a><b> <x><y><z> narrow wide ["t"]
// expect: 128 abababababab
// Parameters that are known while compiling: any type whose values can leave the build, in the order of ordinary ones.
struct Person { name: string, age: int64 }
struct Config { width: int64, tags: vector<string> }
enum Shape { Dot, Box(w: int64, h: int64) }

func repeat(comptime n: int64, f: func()) { comptime for i in 0..n { f() } }
func get(comptime name: string, p: Person) string { return "${p.@field(name)}" }
func make(comptime T: type, n: usize) vector<T> {
    let zero: T
    return vector<T>(n, zero)
}
func zeros(comptime n: usize, value: int64 = 0) [n]int64 {
    let out: [n]int64
    for i in 0..n { out[i] = value }
    return out
}
func last<T>(x: T, comptime other: T, comptime times: int64 = 2) string {
    let out = "${x}"
    comptime for i in 0..times { out += "${other}" }
    return out
}
func configured(comptime c: Config, x: int64) int64 { return x + c.width + cast<int64>(c.tags.len()) }
func shaped(comptime s: Shape) int64 {
    return match s { Dot => 0, Box(w, h) => w * h }
}
func maybe(comptime x: int64?) int64 { return x ?? -1 }
func factorial(comptime n: int64) int64 {
    comptime if n <= 1 { return 1 } else { return n * factorial(n - 1) }
}
func apply(comptime f: func(int64) int64, x: int64) int64 { return f(x) }
func is_even(n: int64) bool { return n % 2 == 0 }
func half(comptime n: int64) int64 where is_even(n) { return n / 2 }
func scaled(self x: int64, comptime by: int64) int64 { return x * by }
func fib(n: int64) int64 { return if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }
func lookup(comptime m: map<string, int64>, key: string) int64 { return m[key] }
struct Vec {
    x: int64
    y: int64
    init(self v: *Vec, comptime n: int64) { v.x = n
        v.y = n * 2 }
    func scaled(self v: Vec, comptime by: int64) Vec { return Vec{x: v.x * by, y: v.y * by} }
    func part(self v: Vec, comptime name: string) int64 { return v.@field(name) }
}
const N = 2
const CONFIG = comptime Config{width: 4, tags: ["a"]}
func double(x: int64) int64 { return x * 2 }

// Lists of texts that look alike in any plain spelling.
func pair(comptime a: string, comptime b: string) string { return "${a.len()} ${b.len()}" }
func typed<T>(comptime value: T) string { return "${@name_of(T)} ${value}" }
// A default may need what comes from other arguments; a type may need a parameter behind it.
func filled<T>(xs: [n]T, comptime n: usize, comptime twice: usize = n * 2) usize { return xs.len() + twice }
func nested(comptime n: int64) func() int64 { return || n * 10 }
func at(comptime list: []int64, i: int64) int64 { return list[i] }
func joined(comptime names: vector<string>) string {
    let out = ""
    comptime for name in names { out += "<${name}>" }
    return out
}
func describe(comptime c: Config) string {
    comptime if c.width > 5 { return "wide ${c.tags}" } else { return "narrow" }
}
func main() {
    repeat(3, || print("<>"))
    println()
    let p = Person{name: "Ada", age: 36}
    println(get("name", p), get("age", p), get(name: "age", p: p))
    println(make(int64, 2), make(string, 1), make(vector<int64>, 1), make([2]bool, 1), make((int64, bool), 1), make(int64?, 1), make(T: Person, n: 1))
    println(zeros(3), zeros(N, 7), zeros(comptime 1 + 1, value: 5), zeros(cast<usize>(fib(5))))
    println(last("a", "b"), last(1, 2, 3), last(1.5, 2))
    println(configured(Config{width: 10, tags: ["a", "b"]}, 1), configured(CONFIG, 1))
    println(shaped(Shape.Box(3, 4)), shaped(.Dot), maybe(3), maybe(null))
    println(factorial(6), apply(double, 4), apply(|x| x + 1, 4), half(8))
    println(5.scaled(3), Vec(3), Vec(3).scaled(2).part("y"))
    println(lookup({"a": 1, "b": 2}, "b"))
    let t = thread func(x: int64) int64 { return x.scaled(4) + factorial(3) }(ThreadConfig{}, 5)
    println(t.join())
    println(pair("a\",\"b", "c"), pair("a", "b\",\"c"), pair("\0", ""), pair("", "\0"))
    println(typed(3), typed("x"), typed(true), typed(1.5), typed('c'), typed(Shape.Box(1, 2)))
    println(filled([1, 2, 3], 3), filled([1, 2, 3], 3, 1), nested(4)(), at([5, 6, 7], 1))
    println(joined(["a", "b"]), joined("x y z".split(" ")), describe(CONFIG), describe(Config{width: 6, tags: ["t"]}))
    // Also where code runs during the build, and as arguments of each other.
    println(comptime factorial(5) + fib(6), repeat_text("ab", cast<usize>(factorial(3))))
}

func repeat_text(comptime text: string, comptime n: usize) string {
    return comptime {
        let out = ""
        for i in 0..n { out += text }
        out
    }
}
