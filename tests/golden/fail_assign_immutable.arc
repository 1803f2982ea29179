// Expectations: ./arcw golden --update
// error: 11:5 ARC0224 this cannot be assigned to
// error: 12:5 ARC0224 this cannot be changed
// error: 13:5 ARC0224 `push` changes its receiver, which cannot be changed
// error: 18:5 ARC0224 this cannot be assigned to
struct Point {
    x: int64
}

func change(p: Point, v: vector<int64>) {
    p.x = 1
    v[0] = 2
    v.push(3)
}

func main() {
    const k = 1
    k = 2
    change(Point{x: 1}, [1])
}
