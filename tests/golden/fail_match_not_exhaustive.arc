// Expectations: ./arcw golden --update
// error: 12:12 ARC0234 this `match` does not cover `Shape.Square(_)`
// error: 21:5 ARC0234 this `match` does not cover `..=-1`, `10..`
// error: 26:5 ARC0234 this `match` does not cover `some(_)`
enum Shape {
    Circle(r: float64)
    Square(s: float64)
    Empty
}

func name(s: Shape) string {
    return match s {
        Shape.Circle(_) => "circle"
        Shape.Empty => "empty"
    }
}

func main() {
    println(name(Shape.Empty))
    let n = 3
    match n {
        0 => println("zero")
        1..=9 => println("small")
    }
    let o: int64? = null
    match o {
        null => println("none")
    }
}
