// Expectations: ./arcw golden --update
// error: 37:25 ARC0224 this cannot be assigned to
// error: 40:46 ARC0215 expected `int64?`, found `usize`
// error: 48:5 ARC0224 this cannot be assigned to
// error: 50:12 ARC0215 expected `int64`, found `string`
// error: 51:7 ARC0202 `vector<int64>` has no method `append`
// error: 52:7 ARC0202 `vector<int64>` has no method `length`
// error: 53:15 ARC0202 `vector<int64>` has no field or method `size`
// error: 54:20 ARC0215 expected `int32`, found `usize`
// error: 55:17 ARC0223 `+` does not work on `string` and `int64`
// error: 56:19 ARC0223 `+` does not work on `string` and `float64`
// error: 57:8 ARC0215 expected `bool`, found `usize`
// error: 58:27 ARC0215 expected `int64`, found `string`
// error: 60:13 ARC0225 `Point` has no `init`
// error: 61:25 ARC0202 `Point` has no field `z`
// error: 62:14 ARC0232 `int64` cannot be iterated over
// error: 63:18 ARC0215 expected `vector<string>`, found `vector<int64>`
// error: 64:25 ARC0223 `+` does not work on `int64!` and `int64`
// error: 65:5 ARC0241 this `int64!` may hold an error, and is not looked at
// error: 66:17 ARC0200 unknown name `Add`
// error: 67:5 ARC0234 this `match` does not cover `Op.Sub`
// error: 68:13 ARC0200 unknown function `undefined_function`
// error: 69:13 ARC0216 the type of `null` is not known here
// error: 70:12 ARC0215 this function gives no value; write its result type after the parameters to give one
// Mistakes of a first program: each is one error, where it is.

struct Point { x: float64, y: float64 }

enum Op { Add, Sub }

func sum(xs: vector<int64>) int64 {
    let total = 0
    for x in xs { total += x }
    return total
}

func change(p: Point) { p.x = 3.0 }

func find(xs: vector<string>, wanted: string) int64? {
    for i, x in xs { if x == wanted { return i } }
    return null
}

func parse(s: string) int64! { return s.parse_int() }

func main() {
    const c = 1
    c = 2
    let v = [1, 2, 3]
    v.push("four")
    v.append(4)
    v.length()
    println(v.size)
    let n: int32 = v.len()
    let s = "a" + 1
    let t = "x: " + 1.5
    if v.len() { println("x") }
    let m = {"a": 1, "b": "two"}
    println(m["a"] + "x")
    let p = Point(1.0, 2.0)
    let r = Point{x: 1, z: 2}
    for i in 10 { println(i) }
    let f = find(v, "a") + 1
    let g = parse("12") + 1
    parse("12")
    let o: Op = Add
    match o { Op.Add => println("add") }
    println(undefined_function(1))
    let z = null
    return 1
}
