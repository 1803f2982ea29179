import "std/os"
import web "std/http"

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

extern "C" { func getpid() int32 }

test "area of a rectangle" { assert(area(Shape.Rect(2.0, 3.0)) == 6.0) }
