// Expectations: ./arcw golden --update
// error: 8:13 ARC0247 `Plain` is not a compute template
struct Plain {
    x: int64
}

func main() {
    let p = Plain func() int64 { return 1 }(1)
    println(p)
}
