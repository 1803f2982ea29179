// expect: a=1 b=text sum=3
// expect: nested inner 2
// expect: $ and ${ stay
// expect: call: 12
// expect: Point{x: 1, y: 2} [Point{x: 1, y: 2}]
struct Point {
    x: int64
    y: int64
}

func twice(n: int64) int64 { return n * 2 }

func main() {
    let a = 1
    let b = "text"
    println("a=${a} b=${b} sum=${a + 2}")
    println("nested ${"inner ${a + 1}"}")
    println("$ and \${ stay")
    println("call: ${twice(6)}")
    let p = Point{x: 1, y: 2}
    println("${p} ${[p]}")
}
