// expect: 256
// expect-stderr: panic: shift by 32 out of range for a 32-bit value
// exit: 101
func shift(x: int32, n: int32) int32 { return x << n }

func main() {
    println(shift(1, 8))
    println(shift(1, 32))
}
