// Expectations: ./arcw golden --update
// error: 24:9 ARC0233 case `Circle` carries 1 value, the pattern has 2
// error: 25:9 ARC0233 this is a case of `Color`, the value is a `Shape`
// error: 26:15 ARC0202 `Shape` has no case `Square`
// error: 27:9 ARC0233 a pattern of 2 parts does not match a `Shape`
// error: 28:9 ARC0233 this pattern is a `int64`, the value is a `Shape`
// error: 33:9 ARC0233 this pattern is a `string`, the value is a `int64`
// error: 34:9 ARC0233 a `int64` is never null
// error: 35:9 ARC0233 a `int64` has no cases to match
// error: 36:9 ARC0233 this pattern is a `float64`, the value is a `int64`
// error: 39:9 ARC0233 this pattern has 3 parts, the value is a `(int64, int64)`
// error: 41:9 ARC0233 a range does not match a `bool`
// Patterns that the matched value cannot have.
enum Shape {
    Circle(radius: float64)
    Rect(w: float64, h: float64)
}

enum Color { Red, Green }

func main() {
    let s = Shape.Circle(1.0)
    match s {
        Shape.Circle(r, extra) => println(r, extra)
        Color.Red => println("red")
        Shape.Square(side) => println(side)
        (a, b) => println(a, b)
        3 => println("three")
        _ => {}
    }
    let n = 3
    match n {
        "three" => println("three")
        null => println("null")
        Shape.Circle(r) => println(r)
        1.5 => println("half")
        _ => {}
    }
    let (x, y, z) = (1, 2)
    match true {
        1..3 => println("few")
        _ => {}
    }
    println(x, y, z)
}
