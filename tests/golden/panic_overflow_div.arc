// expect: before
// expect-stderr: panic: integer overflow in division
// exit: 101
func compute(a: int32, b: int32) int32 {
    return (-a - 1) / b
}

func main() {
    println("before")
    println(compute(2147483647, -1))
}
