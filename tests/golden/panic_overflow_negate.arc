// expect-stderr: panic: integer overflow in negation
// exit: 101
func negate(x: int64) int64 { return -x }

func main() {
    println(negate(-9223372036854775808))
}
