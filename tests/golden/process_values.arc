// expect: Report{name: "ada", scores: [1, 2, 3], tags: {"x": 1, "y": 2}, shape: Circle(2.5), note: null}
// expect: (true, 'é', 250ms, {1, 2})
// expect: null some text
// expect: ok 4
// expect: err odd: 7
// expect: [[1], [], [2, 3]]
// expect: -5 255 1.5
enum Shape {
    Circle(radius: float64)
    Named(name: string, inner: Shape)
    Empty
}

struct Report {
    name: string
    scores: vector<int64>
    tags: map<string, int64>
    shape: Shape
    note: string?
}

func main() {
    let report = Report{name: "ada", scores: [1, 2, 3], tags: {"x": 1, "y": 2}, shape: Shape.Circle(2.5), note: null}
    let a = process func(r: Report) Report { return r }(ProcessConfig{}, report)
    println(a.wait())
    let b = process func(flag: bool, c: char, d: duration, s: set<int64>) (bool, char, duration, set<int64>) {
        return (flag, c, d, s)
    }(ProcessConfig{}, true, 'é', 250_ms, {1, 2})
    println(b.wait())
    for text in ["", "text"] {
        let p = process func(t: string) string? {
            if t.is_empty() { return null }
            return t
        }(ProcessConfig{}, text)
        match p.wait() {
            null => print("null ")
            t => println("some ${t}")
        }
    }
    for n in [8, 7] {
        let p = process func(n: int64) int64! {
            if n % 2 != 0 { return error("odd: ${n}") }
            return n / 2
        }(ProcessConfig{}, n)
        match p.wait() {
            ok(v) => println("ok ${v}")
            err(e) => println("err ${e}")
        }
    }
    let c = process func(v: vector<vector<int32>>) vector<vector<int32>> { return v }(ProcessConfig{}, [[1], [], [2, 3]])
    println(c.wait())
    let d = process func(a: int8, b: uint8, x: float32) (int8, uint8, float32) { return (a, b, x) }(ProcessConfig{}, -5, 255, 1.5)
    let (x, y, z) = d.wait()
    println(x, y, z)
}
