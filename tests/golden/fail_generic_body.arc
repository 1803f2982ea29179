// Expectations: ./arcw golden --update
// error: 7:38 ARC0223 `+` does not work on `Point` and `Point`
struct Point {
    x: int64
}

func add<T>(a: T, b: T) T { return a + b }

func main() {
    println(add(1, 2))
    println(add(Point{x: 1}, Point{x: 2}))
}
