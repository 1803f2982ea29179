// expect: body
// expect: second
// expect: first
// expect: loop 0
// expect: end of 0
// expect: loop 1
// expect: end of 1
// expect: early
// expect: cleanup
// expect: 1
func early(stop: bool) {
    defer println("cleanup")
    if stop {
        println("early")
        return
    }
    println("late")
}

func value() int64 {
    let n = 1
    defer { n = 2 }
    return n            // the value is taken before the defers run
}

func main() {
    {
        defer println("first")
        defer println("second")
        println("body")
    }
    for i in 0..2 {
        defer println("end of ${i}")
        println("loop ${i}")
    }
    early(true)
    println(value())
}
