// Types as values of code that runs while the program is built.
// Expectations: ./arcw golden --update
// expect: 3 4 5 Box{value: 1} Box{value: 1} int8 int64
// expect: int8 1
// expect: string 24
// expect: Point 16
// expect: vector<string> 16
// expect: int8:int:1 string:string:24 Point:struct:16 vector<string>:vector:16
// expect: int8:int:1 Point:struct:16 Point:struct:16 2
// expect: Point {x: int64, y: float64} (int64, bool) {0: int64, 1: bool} string

struct Point { x: int64, y: float64 }

func pick(small: bool) type { return if small { int8 } else { int64 } }

func all(n: int64) vector<type> {
    let out: vector<type> = []
    out.push(int8)
    if n > 1 { out.push(string) }
    if n > 2 { out.push(Point) }
    if n > 3 { out.push(vector<string>) }
    return out
}

struct Box<T> { value: T }

const T = comptime pick(true)
const ALL = comptime all(4)

func names(ts: vector<type>) string {
    let out: vector<string> = []
    for t in ts { out.push("${t}:${@kind(t)}:${@sizeof(t)}") }
    return out.join(" ")
}

func count_kinds(ts: vector<type>) map<type, int64> {
    let m: map<type, int64> = {}
    for t in ts { m[t] += 1 }
    return m
}

func largest(ts: vector<type>) type {
    let best = ts[0]
    for t in ts { if @sizeof(t) > @sizeof(best) { best = t } }
    return best
}

func fields_of(t: type) string {
    let out: vector<string> = []
    for f in @fields(t) { out.push("${f.name}: ${f.type}") }
    return "${@name_of(t)} {${out.join(", ")}}"
}

func main() {
    let x: (comptime pick(true)) = 3
    let y: T = 4
    let z: comptime pick(false) = 5
    let b: Box<comptime pick(true)> = Box<int8>{value: 1}
    let c: Box<pick(true)> = b
    println(x, y, z, b, c, @name_of(@typeof(x)), @name_of(@typeof(z)))
    comptime for t in ALL { println(@name_of(t), @sizeof(t)) }
    println(comptime names(ALL))
    println(comptime names([int8, Point, Point]), comptime count_kinds([int8, string, int8]).len())
    println(comptime fields_of(Point), comptime fields_of((int64, bool)), comptime @name_of(largest(ALL)))
}
