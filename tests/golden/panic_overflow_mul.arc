// expect: before
// expect-stderr: panic: integer overflow in multiplication
// exit: 101
func compute(a: int32, b: int32) int32 {
    return a * b
}

func main() {
    println("before")
    println(compute(2147483647, 2))
}
