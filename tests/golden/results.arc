// expect: 5 42
// expect: division by zero (7)
// expect: cannot compute: division by zero
// expect: 0 -1
// expect: fallback 0
// expect: caught division by zero
func divide(a: int64, b: int64) int64! {
    if b == 0 { return error("division by zero", code: 7) }
    return a / b
}

func compute(a: int64, b: int64) int64! {
    let q = divide(a, b).context("cannot compute")?
    return q + 1
}

func check(n: int64) void! {
    if n > 3 { return error("too large") }
}

func main() void! {
    println(divide(10, 2)?, compute(82, 2)?)
    match divide(1, 0) {
        ok(v) => println(v)
        err(e) => println("${e.message} (${e.code})")
    }
    match compute(1, 0) {
        ok(v) => println(v)
        err(e) => println(e)
    }
    println(divide(1, 0) catch 0, divide(1, 0).unwrap_or(-1))
    let v = divide(1, 0) catch |e| {
        print("fallback ")
        0
    }
    println(v)
    divide(5, 0) catch |e| {
        println("caught ${e}")
        return
    }
    println("not reached")
}

