// Expectations: ./arcw golden --update
// expect: tuple (int64, bool) int (int64, (bool, string))?
// expect: func() int64 function (func(int64) int64)?
// expect: 16 8 8 8
// expect: int64! *Point []Point map<string, (int64, bool)>
// expect: 0 int64 1 string 3
// expect: 5 5 7 16 4
// expect: 13 true false false 5
// expect: 4 6 Ring{items: [1, 2, 3]}
// expect: 9
// expect: true false true false
// expect: Point{x: 1.0, y: 2.0} High int64 2
// Types where a value could stand: tuples, functions, optionals; expressions as comptime arguments.
const WIDTH: usize = 3

struct Point { x: float64, y: float64 }
enum Level { Low, High }
type Id = int64

struct Ring<T, comptime N: usize> {
    items: [N]T
    func capacity(self r: Ring<T, N>) usize { return N }
}

func size_of<comptime N: usize>() usize { return N }
func flagged<comptime B: bool>() bool { return B }
func next<comptime N: usize>() usize { return size_of<N + 1>() + size_of<N * 2>() }
func sum<comptime N: usize>(xs: [N]int64) int64 {
    let total = 0
    for x in xs { total += x }
    return total
}

func widened<T, comptime N: usize>(items: [N]T, extra: T) Ring<T, N + 1> {
    let out: Ring<T, N + 1>
    for i in 0..N { out.items[i] = items[i] }
    out.items[N] = extra
    return out
}

func main() {
    println(@kind((int64, bool)), @name_of((int64, bool)), @kind((int64)), @name_of((int64, (bool, string))?))
    println(@name_of(func() int64), @kind(func(int64, string) bool), @name_of((func(int64) int64)?))
    println(@sizeof(int64?), @sizeof((int32, int32)), @sizeof([4]int16), @alignof((byte, int64)))
    println(@name_of(int64!), @name_of(*Point), @name_of([]Point), @name_of(map<string, (int64, bool)>))
    comptime for f in @fields((int64, string)) { print(f.name, @name_of(f.type), "") }
    println(@length((int64, bool, char)))

    println(size_of<2 + 3>(), size_of<WIDTH * 2 - 1>(), size_of<(7)>(), size_of<1 << 4>(), size_of<{9 % 5}>())
    println(next<4>(), flagged<(2 > 1)>(), flagged<{2 < 1}>(), flagged<!true>(), size_of<@sizeof(int32) + 1>())
    let ring: Ring<int64, WIDTH + 1>
    println(ring.capacity(), Ring<string, 2 * WIDTH>{}.capacity(), widened([1, 2], 3))
    println(sum<WIDTH - 1>([4, 5]))
    let (a, b, c, d) = (1, 2, 3, 4)
    println(a < b + 1, c - 1 > (d), a < b, c > (d))

    let p: @type_by_name("Point") = Point{x: 1.0, y: 2.0}
    const NAME = "Level"
    let l: @type_by_name(NAME) = Level.High
    println(p, l, @name_of(@type_by_name("Id")), @sizeof(@type_by_name("int" + "16")))
}
