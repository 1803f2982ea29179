// expect: done
// expect: failed: the process panicked: no
// expect-stderr: in the child
func main() {
    let p = process func(text: string) {
        println("in the", text)
    }(ProcessConfig{}, "child")
    p.wait()
    println("done")
    let q = process func() {
        panic("no")
    }(ProcessConfig{})
    match q.try_wait() {
        ok(_) => println("?")
        err(e) => println("failed: ${e.message.lines()[0]}")
    }
}
