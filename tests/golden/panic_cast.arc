// expect: 100
// expect-stderr: panic: value does not fit the target type of the cast
// exit: 101
func narrow(x: int64) int8 { return cast<int8>(x) }

func main() {
    println(narrow(100))
    println(narrow(128))
}
