// Expectations: ./arcw golden --update
// error: 13:15 ARC0202 `Point` has no field or method `z`
// error: 13:20 ARC0202 `Point` has no method `lenght`
// error: 14:25 ARC0202 `Point` has no field `w`
// error: 16:7 ARC0202 `vector<int64>` has no method `psuh`
struct Point {
    x: int64
    y: int64
}

func main() {
    let p = Point{x: 1, y: 2}
    println(p.z, p.lenght())
    println(Point{x: 1, w: 2})
    let v = [1]
    v.psuh(2)
}
