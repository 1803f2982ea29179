// expect: opened
// expect: cleaned up
// expect: failed: broken
// expect: ok
func step(fails: bool) int64! {
    if fails { return error("broken") }
    return 1
}

func work(fails: bool) int64! {
    println("opened")
    defer println("cleaned up")
    let n = step(fails)?
    return n
}

func check(n: int64) void! {
    if n > 3 { return error("too large") }
}

func main() {
    match work(true) {
        ok(_) => println("fine")
        err(e) => println("failed: ${e}")
    }
    match check(2) {
        ok(_) => println("ok")
        err(e) => println(e)
    }
}
