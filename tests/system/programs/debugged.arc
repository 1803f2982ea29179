// Values of every kind to look at with a debugger. The test finds lines by their comments.
struct Point {
    x: int64
    y: float64
}

struct Line {
    from: Point
    to: Point
    name: string
}

enum Shape {
    Circle(radius: float64)
    Empty
}

@noinline
func scale(p: Point, by: int64) Point {
    let moved = Point{x: p.x * by, y: p.y * 2.0}
    moved.x += 1                        // line: scale
    return moved
}

func values() int64 {
    let small: int8 = -5
    let big: uint64 = 18446744073709551615
    let whole = 42
    let real = 2.5
    let single: float32 = 0.25
    let yes = true
    let letter = 'ä'
    let text = "hello"
    let numbers: [3]int32 = [7, 8, 9]
    let list = [10, 20, 30]
    let point = Point{x: 3, y: 4.5}
    let line = Line{from: point, to: Point{x: 1, y: 1.5}, name: "edge"}
    let shape = Shape.Circle(1.5)
    let maybe: int64? = 11
    let scaled = scale(point, 10)       // line: call
    println(small, big, whole, real, single, yes, letter, text)     // line: values
    println(numbers, list, point, line, shape, maybe, scaled)
    return whole + scaled.x
}

func main() {
    let total: int64 = 0
    for i in 0..3 {
        total += i                      // line: loop
    }
    println(values() + total)           // line: main
}
