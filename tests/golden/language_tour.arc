// expect: 5.0 12.56636 6.0
// expect: true
// expect: {"x":3.0,"y":4.0}
// expect: 9 b
// expect: Point{x: 1.0, y: 0.0}
// expect: 65536 4096
// expect: 255 254
// The samples of the language description, as they stand there.
import "std/math"
import "std/os"

const LIMIT: usize = 64_KB

struct Point {
    x: float64
    y: float64 = 0.0                         // default value

    func norm(self p: *Point) float64 { return math.sqrt(p.x * p.x + p.y * p.y) }
    drop(self p: *Point) { }                 // runs when the value dies
}

enum Shape {
    Circle(radius: float64)
    Rect(w: float64, h: float64)
    Empty
}

func area(s: Shape) float64 {
    return match s {
        Shape.Circle(r) => 3.14159 * r * r
        Shape.Rect(w, h) => w * h
        Shape.Empty => 0.0
    }
}

extern "C" { func arc_rt_sys_getpid() int64 }

test "area of a rectangle" { assert(area(Shape.Rect(2.0, 3.0)) == 6.0) }

func greatest<T>(a: T, b: T) T where ordered(T) {
    if a > b { return a }
    return b
}

func ring<T, comptime N: usize>() [N]T {
    let cells: [N]T
    return cells
}

func to_json<T>(v: T) string {
    let out = StringBuilder{}
    out.add("{")
    comptime for f in @fields(T) {
        if out.len() > 1 { out.add(",") }
        out.add("\"${f.name}\":${v.@field(f)}")
    }
    out.add("}")
    return out.finish()
}

func main() {
    let p = Point{x: 3.0, y: 4.0}
    println(p.norm(), area(Shape.Circle(2.0)), area(Shape.Rect(2.0, 3.0)))
    println(arc_rt_sys_getpid() == cast<int64>(os.getpid()))
    println(to_json(p))
    println(greatest(3, 9), greatest("a", "b"))
    println(Point{x: 1.0})
    println(LIMIT, ring<byte, 4096>().len())
    let b: byte = 0xff
    let wide: uint32 = b
    println(wide, b -% 1)
}
