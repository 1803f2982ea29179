// expect: caught: the thread panicked: panic: index 5 out of bounds for length 2
// expect: true
// expect: main lives
func main() {
    let t = thread func(i: int64) int64 {
        let v: [2]int64 = [1, 2]
        return v[i]
    }(ThreadConfig{}, 5)
    match t.try_join() {
        ok(v) => println(v)
        err(e) => {
            println("caught: ${e.message.lines()[0]}")
            println(e.code == Panicked)
        }
    }
    println("main lives")
}
