// expect: caught: the process panicked: bad input 7
// expect: code is Panicked: true
// expect: division: the process panicked: division by zero
// expect: still alive
// expect-stderr: panic: bad input 7
func main() {
    let p = process func(n: int64) int64 {
        if n > 5 { panic("bad input ${n}") }
        return n
    }(ProcessConfig{}, 7)
    match p.try_wait() {
        ok(v) => println("value", v)
        err(e) => {
            println("caught: ${e.message.lines()[0]}")
            println("code is Panicked:", e.code == Panicked)
        }
    }
    let zero = 0
    let q = process func(a: int64, b: int64) int64 { return a / b }(ProcessConfig{}, 1, zero)
    match q.try_wait() {
        ok(v) => println("value", v)
        err(e) => println("division: ${e.message.lines()[0]}")
    }
    println("still alive")
}
