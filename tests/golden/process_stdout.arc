// expect: result 5
// expect-stderr: printed by the child
// What the body prints must not mix with its result.
func main() {
    let p = process func(n: int64) int64 {
        println("printed by the child")
        return n + 1
    }(ProcessConfig{}, 4)
    println("result", p.wait())
}
