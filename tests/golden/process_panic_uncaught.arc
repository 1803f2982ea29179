// expect: waiting
// expect-stderr: the process panicked: lost
// exit: 101
func main() {
    let p = process func() int64 {
        panic("lost")
    }(ProcessConfig{})
    println("waiting")
    println(p.wait())
}
