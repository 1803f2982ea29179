namespace sample

import "std/os"
import web "std/http"

/// The size.
/// In bytes.
const LIMIT: usize = 64_KB
const TABLE: [256]uint32 = comptime {
    let t: [256]uint32
    for let i: uint32 = 0; i < 256; i++ { t[i] = crc_step(i) }
    t
}
type Pairs<T> = vector<(T, T)>

@repr("C") @inline
struct Point<T, comptime N: usize> where ordered(T) {
    /// x
    x: float64, y: float64 = 0.0
    next: *Point<T, N>?
    data: [N + 1]vector<map<string, T?>>
    type: string
    init(self p: *Point<T, N>, x: float64) { p.x = x }
    drop(self p: *Point<T, N>) { }
    func norm(self p: *Point<T, N>) float64 { return math.sqrt(p.x * p.x + p.y * p.y) }
    async func run(self p: *Point<T, N>) void! { }
}

struct pool<compute> { task: int32 }

enum Shape {
    Circle(radius: float64)
    Rect(w: float64, h: float64), Empty
    Code = 3
    func area(self s: Shape) float64 {
        return match s {
            .Circle(r) if r > 0.0 => 3.14159 * r * r
            .Rect(w, h) | .Other(w, h) => w * h
            Shape.Empty => 0.0
            _ => { panic("no") }
        }
    }
}

extern "C" {
    func getpid() int32
    @nonblocking func printf(format: *byte, ...) int32
}

func max<T>(a: T, b: T) T
    where ordered(T) {
    if a < b { return b } else if b < a { return a } else { return a }
}

func all(comptime flag: bool, args...) (int32, string) { return (1, "") }

func main(xs: []int32, f: func(int32, int32) int32, g: async func() void!) void! {
    let (a, b) = pair()
    const c: char = 'a'
    let m = {"a": 1, "b": 2}
    let s = {1, 2}
    let e: map<string, int32> = {}
    let v = [1, 2, 3]
    let z = []
    let big = max<int32>(a, b)
    let gen = map<string, vector<int32>>{}
    let cmp = a < b && b > c
    let sl = a[1..] + a[..n] + a[..] + a[1..=2]
    a[0] += 1; b = 2
    a.b.c(x: 1, args..., y: |q| q * 2)
    (a, b) = (b, a)
    i++
    x ??= 4
    outer: for {
        for x in 0..10 { break outer }
        for i, x in xs { continue }
        for k, v in m { }
        for (p, q) in pairs { }
        for let i = 0; i < n; i++ { }
        for let v = next() { }
        for x < 3 { x += 1 }
    }
    if let v = opt { } else { }
    if let ok(v) = res { print(v) }
    let w = opt ?? return null
    let r = f(1)? catch |err| { log(err); 0 }
    let t = await tx.send(i)?
    let j = spawn producer(tx)
    let value = x
        .map(|v| v + 1)
        .filter(|v| { v > 1 })
        + 3
    let k = if a { 1 } else { 2 }
    let text = "a${x:>8}b${m["k"]}${|q| q}\n${"in ${deep + 1} er"}"
    let multi = """
        one ${x}
          two
        """
    let raw = r"\d+"
    select {
        v = rx.recv() => use(v)
        tx.send(x) => { }
        after(10_ms) => break
        default => return
    }
    scope { spawn f() }
    with deadline(50_ms) { await f()? }
    defer close(f)
    defer { a(); b() }
    let q = process func(x: int32) int32 { return x }(ProcessConfig{}, 42)
    let h = docker.Container func(d: *byte, n: usize) docker.Result { }(docker.Config{a: 1}, d, n)
    comptime for f in @fields(T) { out.add("${f.name}:${v.@field(f)}") }
    comptime if @sizeof(T) == 4 { }
    let quote = code { let y = ${x} + 1; func g() int32 { return ${y} } }
    @add_func("x", quote)
    let fnc = func(a: int32) int32 { return a }
    let af = async func() { }
    let ty = @typeof([]int32)
    let im: Shape = .Circle(2.0)
    let tup = pair.0.1
    let neg = -1 + ~2 * !x
    let pt = Point{x: 1.0, y}
    p.x = *q + &r
    return error("bad ${i}")
}

test "area" { assert(area(Shape.Rect(2.0, 3.0)) == 6.0) }
async test "later" { await f()? }
comptime { @add_func("f", code { }) }
