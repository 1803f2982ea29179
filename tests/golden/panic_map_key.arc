// expect: 1
// expect-stderr: panic: no entry for key "b"
// exit: 101
func main() {
    let m = {"a": 1}
    println(m["a"])
    println(m["b"])
}
