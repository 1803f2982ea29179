// expect: Point{x: 1.5, y: 0.0}
// expect: 5.0 10.0
// expect: true false
// expect: Line{from: Point{x: 0.0, y: 0.0}, to: Point{x: 3.0, y: 4.0}} 5.0
// expect: Defaults{name: "", count: 3, on: false, items: [], next: null}
struct Point {
    x: float64
    y: float64 = 0.0

    func norm_squared(self p: *Point) float64 { return p.x * p.x + p.y * p.y }
    func scale(self p: *Point, k: float64) {
        p.x *= k
        p.y *= k
    }
    func plus(self a: Point, b: Point) Point { return Point{x: a.x + b.x, y: a.y + b.y} }
}

struct Line {
    from: Point
    to: Point
}

struct Defaults {
    name: string
    count: int32 = 3
    on: bool
    items: vector<int64>
    next: int64?
}

func length_squared(l: Line) float64 {
    let dx = l.to.x - l.from.x
    let dy = l.to.y - l.from.y
    return dx * dx + dy * dy
}

func main() {
    println(Point{x: 1.5})
    let p = Point{x: 1.0, y: 2.0}
    print(p.norm_squared(), "")
    p.scale(2.0)
    println(p.plus(Point{x: 1.0, y: 6.0}).y)
    println(p == Point{x: 2.0, y: 4.0}, p == Point{x: 2.0, y: 5.0})
    let line = Line{from: Point{x: 0.0, y: 0.0}, to: Point{x: 3.0, y: 4.0}}
    println(line, length_squared(line) / 5.0)
    println(Defaults{})
}
