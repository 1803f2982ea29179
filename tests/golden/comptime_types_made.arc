// Types that are made of made types, in generic types and aliases; values of them go where others go.
// Expectations: ./arcw golden --update
// expect: Pair{first: 1, second: "a"} Pair true false
// expect: Pair{first: Pair{first: 3, second: true}, second: Pair{first: 1, second: "a"}} Pair{first: true, second: 3} Pair
// expect: Holder{p: Pair{first: 1, second: "a"}, q: Pair{first: 1, second: false}} 48
// expect: [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
// expect: Table{f0: 3, f1: Point{x: 4, y: 1.5}, f3: "x"}
// expect: (3, null)
// expect: place 3
// expect: true true
// expect: {Pair{first: 1, second: "a"}: 3}
// expect: [Pair{first: 0, second: "b"}, Pair{first: 1, second: "a"}]
// expect: first Pair
// expect: second Pair
struct Point {
    x: int64 = 4
    y: float64
}
func pair_of(a: type, b: type) type {
    return @struct_type("Pair", [TypeField{name: "first", type: a}, TypeField{name: "second", type: b}])
}
const P1 = comptime pair_of(int64, string)
const P2 = comptime pair_of(pair_of(int8, bool), P1)
func same(a: type, b: type) bool { return a == b }
struct Holder { p: P1, q: comptime pair_of(int64, bool) }
func f<T>(x: T) string { return @name_of(T) }
type PairOf<A, B> = comptime pair_of(A, B)
type Table = comptime table(["int8", "Point", "nope", "string"])
func swap<A, B>(p: comptime pair_of(A, B)) comptime pair_of(B, A) { return PairOf<B, A>{first: p.second, second: p.first} }
func matrix(n: int64, m: int64) type { return @type([n][m]float64) }
func table(kinds: vector<string>) type {
    let fields: vector<TypeField> = []
    for i, k in kinds {
        if let t = @find_type(k) { fields.push(TypeField{name: "f${i}", type: t}) }
    }
    return @struct_type("Table", fields)
}
func type_names() map<type, string> { return {int8: "tiny", int64: "big", Point: "place"} }
const NAMES = comptime type_names()
func optional_all(t: type) type {
    let parts: vector<type> = []
    for f in @fields(t) { parts.push(@type((f.type)?)) }
    return @tuple_type(parts)
}
func main() {
    let p = P1{first: 1, second: "a"}
    println(p, f(p), comptime same(P1, pair_of(int64, string)), comptime same(P1, pair_of(int8, string)))
    let q: P2 = P2{first: PairOf<int8, bool>{first: 3, second: true}, second: p}
    println(q, swap<int8, bool>(q.first), @name_of(PairOf<int8, int16>))
    let h = Holder{p: p, q: PairOf<int64, bool>{first: 1, second: false}}
    println(h, @sizeof(Holder))
    let m: comptime matrix(2, 3)
    println(m)
    let t: (comptime table(["int8", "Point", "nope", "string"])) = Table{f0: 3, f1: Point{y: 1.5}, f3: "x"}
    println(t)
    let o: comptime optional_all(Point) = (3, null)
    println(o)
    println(comptime NAMES[Point], comptime NAMES.len())
    let bytes = serialize(p)
    let back: P1 = deserialize(bytes)
    println(back == p, hash_of(p) == hash_of(back))
    let m2: map<P1, int64> = {}
    m2[p] = 3
    println(m2)
    let v: vector<P1> = [p, P1{first: 0, second: "b"}]
    v.sort()
    println(v)
    comptime for f in @fields(P2) { println(f.name, @name_of(f.type)) }
}
