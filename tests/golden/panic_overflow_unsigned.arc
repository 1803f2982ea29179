// expect-stderr: panic: integer overflow in subtraction
// exit: 101
func less(a: uint32, b: uint32) uint32 { return a - b }

func main() {
    println(less(1, 2))
}
