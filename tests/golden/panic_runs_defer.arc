// expect: opened
// expect: in defer
// expect-stderr: panic: stop
// exit: 101
func work() {
    defer println("in defer")
    println("opened")
    panic("stop")
}

func main() {
    work()
}
