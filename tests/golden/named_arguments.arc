// expect: 1 2 3
// expect: 1 5 9
// expect: 4 2 8
// expect: site named_arguments.arc
func show(a: int64, b: int64 = 2, c: int64 = 3) { println(a, b, c) }

func main() {
    show(1)
    show(1, c: 9, b: 5)
    show(a: 4, c: 8)
    let e = error("x")
    println("site", e.location.split("/").last()!.split(":")[0])
}
