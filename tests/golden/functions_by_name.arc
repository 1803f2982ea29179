// Expectations: ./arcw golden --update
// expect: [3, 1, 2] [(3, 3), (1, 1), (2, 2)]
// expect: 3 b
// expect: 5 ("x", "x") 1.4142135623730951
// expect: f 4 0 9
// expect: 1.5
// expect: 10 (10, true) 8 Green
// expect: 10 (10, "p") [1, 2]
// expect: w [Green, Red]
// expect: int 7 box 10 ["int 3", "int 1", "int 2"]
// Functions named as values: what is generic in them comes from the function type that is wanted.
import "std/math"

struct Box {
    value: int64
    func get(self b: Box) int64 { return b.value }
    func add(self b: *Box, n: int64) { b.value += n }
    func of(n: int64) Box { return Box{value: n} }
    func pair<T>(self b: Box, other: T) (int64, T) { return (b.value, other) }
}
struct Wrap<T> {
    inner: T
    func get(self w: Wrap<T>) T { return w.inner }
}
enum Light {
    Red, Green
    func next(self l: Light) Light { return match l { .Red => .Green, .Green => .Red } }
}

func id<T>(x: T) T { return x }
func twice<T>(x: T) (T, T) { return (x, x) }
func larger<T>(a: T, b: T) T where ordered(T) { return if a < b { b } else { a } }
func first<A, B>(a: A, b: B) A { return a }
func make<T>() vector<T> { return [] }
func apply<A, B>(x: A, f: func(A) B) B { return f(x) }
func fold<T, A>(xs: []T, start: A, f: func(A, T) A) A {
    let a = start
    for x in xs { a = f(a, x) }
    return a
}

// Methods outside of their types share a name.
func label(self n: int64) string { return "int ${n}" }
func label(self b: Box) string { return "box ${b.value}" }

func main() {
    let xs: vector<int64> = [3, 1, 2]
    println(xs.map(id), xs.map(twice))
    println(fold(xs, 0, larger), fold(["b", "a"], "", larger))
    println(apply(5, id), apply("x", twice), apply(2.0, math.sqrt))
    let f: func(string) string = id
    let g: func(int64, string) int64 = first
    let h: func() vector<bool> = make
    let o: (func(int64, int64) int64)? = larger
    println(f("f"), g(4, "s"), h().len(), o!(2, 9))
    let explicit = id<float64>
    println(explicit(1.5))

    let get = Box.get
    let of = Box.of
    let add: func(*Box, int64) = Box.add
    let pair: func(Box, string) (int64, string) = Box.pair
    let box = of(6)
    add(&box, 4)
    Box.add(box, 1)
    Box.add(&box, -1)
    println(Box.get(box), Box.pair(box, true), Box.get(Box.of(8)), Light.next(Light.Red))
    println(get(box), pair(box, "p"), [Box.of(1), Box.of(2)].map(Box.get))
    let wrapped: func(Wrap<string>) string = Wrap<string>.get
    println(wrapped(Wrap<string>{inner: "w"}), [Light.Red, Light.Green].map(Light.next))

    let of_int: func(int64) string = label
    let of_box: func(Box) string = label
    println(of_int(7), of_box(box), xs.map(of_int))
}
