// expect: 12.5664 6.0 0.0
// expect: Circle(2.0) Rect(2.0, 3.0) Empty
// expect: true false true
// expect: North East South West
// expect: true
// expect: 3 200
enum Shape {
    Circle(radius: float64)
    Rect(w: float64, h: float64)
    Empty
}

enum Direction { North, East, South, West

    func turned(self d: Direction) Direction {
        return match d {
            Direction.North => Direction.East
            .East => .South
            .South => .West
            .West => .North
        }
    }
}

enum Code {
    Small = 3
    Large = 200
}

func area(s: Shape) float64 {
    return match s {
        Shape.Circle(r) => 3.14159 * r * r
        Shape.Rect(w, h) => w * h
        Shape.Empty => 0.0
    }
}

func main() {
    println("${area(Shape.Circle(2.0)):.4}", area(Shape.Rect(2.0, 3.0)), area(Shape.Empty))
    println(Shape.Circle(2.0), Shape.Rect(2.0, 3.0), Shape.Empty)
    println(Shape.Empty == Shape.Empty, Shape.Circle(1.0) == Shape.Circle(2.0), Direction.North < Direction.West)
    let d = Direction.North
    for i in 0..4 {
        print(d)
        if i < 3 { print(" ") }
        d = d.turned()
    }
    println("")
    println(d == .North)
    println(cast<int32>(Code.Small), cast<int32>(Code.Large))
}
