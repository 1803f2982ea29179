// Types that are made during the build: of other types, from fields and cases; reflection on types that are not known while checking.
// Expectations: ./arcw golden --update
// expect: int16? 4
// expect: [3]int16 6
// expect: vector<int16> 16
// expect: map<string, int16> 8
// expect: (int16, int8) 4
// expect: Box<int16> 2
// expect: func(int16) int16 16
// expect: int16! 72
// expect: *int16 8
// expect: []int16 24
// expect: Point struct 32/8
// expect:   x 0 int64 'across' true false false .
// expect:   y 1 float64 '' true true false .
// expect:   z 2 vector<string> '' true false true yes.
// expect: Shape enum 24/8
// expect:   Circle 0: radius: float64.
// expect:   Rect 1: w: float64,h: float64.
// expect:   Empty 2: .
// expect: Color enum 1/1
// expect:   Red 0: .
// expect:   Green 5: .
// expect:   Blue 6: .
// expect: int64? optional 16/8 of int64 map<string, Point> map 8/8 from string to Point
// expect: [true, false, false] true
// expect: Point struct 32/8
// expect:   x 0 int64 'across' true false false .
// expect:   y 1 float64 '' true true false .
// expect:   z 2 vector<string> '' true false true yes. no Nothing
// expect: PointWithId{id: 7, x: 1, y: 0.0, z: ["a"]} 7 true PointWithId
// expect: PointList{x: [3], y: [], z: []}
// expect: Failed("no", 3) Idle false
// expect: no 3
// expect: 7

/// A place.
struct Point { 
    /// across
    x: int64
    y: float64 = 2.0
    @skip("yes") z: vector<string>

    func norm(self p: Point) float64 { return p.y }
}
enum Shape { Circle(radius: float64), Rect(w: float64, h: float64), Empty }
enum Color { Red, Green = 5, Blue }

struct Box<T> { value: T }

func wrap(t: type) vector<type> {
    let n = 3
    return [@type(t?), @type([n]t), vector<t>, @type(map<string, t>), @type((t, int8)), Box<t>, @type(func(t) t), @type(t!), @type(*t), @type([]t)]
}

func describe(t: type) string {
    let out = StringBuilder{}
    out.add("${t} ${@kind(t)} ${@sizeof(t)}/${@alignof(t)}")
    if @kind(t) == "struct" || @kind(t) == "tuple" {
        for f in @fields(t) { out.add("\n  ${f.name} ${f.index} ${f.type} '${f.doc}' ${f.is_named} ${f.has_default} ${f.has_attribute("skip")} ${@attribute(f, "skip")}.") }
    } else if @kind(t) == "enum" {
        for v in @variants(t) { out.add("\n  ${v.name} ${v.value}: ${v.fields.map(|f| "${f.name}: ${@name_of(f.type)}").join(",")}.") }
    } else if @kind(t) == "vector" || @kind(t) == "optional" {
        out.add(" of ${@element(t)}")
    } else if @kind(t) == "map" {
        out.add(" from ${@key(t)} to ${@value(t)}")
    }
    return out.finish()
}

func by_name(name: string) string {
    if let t = @find_type(name) { return describe(t) }
    return "no ${name}"
}

func has(t: type, name: string) bool { return @has_method(t, name) }

func with_ids(t: type) type {
    let fields: vector<TypeField> = [TypeField{name: "id", type: int64, doc: "which"}]
    for f in @fields(t) { fields.push(f) }
    return @struct_type("${t}WithId", fields)
}

func soa(t: type) type {
    let fields: vector<TypeField> = []
    for f in @fields(t) { fields.push(TypeField{name: f.name, type: vector<f.type>}) }
    return @struct_type("${t}List", fields)
}

func state(names: vector<string>) type {
    let cases: vector<TypeVariant> = []
    for n in names { cases.push(TypeVariant{name: n}) }
    cases.push(TypeVariant{name: "Failed", fields: [TypeField{name: "why", type: string}, TypeField{name: "code", type: int32}]})
    return @enum_type("State", cases)
}

const PointWithId = comptime with_ids(Point)
const State = comptime state(["Idle", "Busy"])

type Points = comptime soa(Point)

func id_of<T>(self v: T) int64 { return v.id }

func main() {
    comptime for t in comptime wrap(int16) { println(@name_of(t), @sizeof(t)) }
    println(comptime describe(Point))
    println(comptime describe(Shape))
    println(comptime describe(Color))
    println(comptime describe(int64?), comptime describe(map<string, Point>))
    println(comptime [Point, PointWithId, string].map(|t| @has_method(t, "norm")), comptime has(string, "trim"))
    println(comptime by_name("Point"), comptime by_name("Nothing"))
    let p = PointWithId{id: 7, x: 1, z: ["a"]}
    println(p, p.id_of(), p == p, @name_of(PointWithId))
    let ps = Points{}
    ps.x.push(3)
    println(ps)
    let s: State = .Failed(why: "no", code: 3)
    println(s, State.Idle, s == State.Busy)
    match s {
        State.Idle => println("idle")
        State.Busy => println("busy")
        State.Failed(w, c) => println(w, c)
    }
    comptime assert((comptime with_ids(Point)) == PointWithId)
    let q: (comptime with_ids(Point)) = p
    println(q.id)
}
