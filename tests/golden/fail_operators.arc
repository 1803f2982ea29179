// Expectations: ./arcw golden --update
// error: 13:15 ARC0223 `+` does not work on `int64` and `string`
// error: 14:18 ARC0223 `+` does not work on `bool` and `bool`
// error: 15:25 ARC0223 `+` does not work on `Point` and `Point`
// error: 16:14 ARC0215 expected `bool`, found `int64`
// error: 16:17 ARC0223 `-` does not work on `string`
// error: 17:15 ARC0223 `<` does not compare `int64` with `string`
struct Point {
    x: int64
}

func main() {
    println(1 + "a")
    println(true + false)
    println(Point{x: 1} + Point{x: 2})
    println(!5, -"x")
    println(1 < "a")
}
