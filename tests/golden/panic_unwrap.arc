// expect: 4
// expect-stderr: panic: unwrapped a null optional
// exit: 101
func half(n: int64) int64? {
    if n % 2 == 0 { return n / 2 }
    return null
}

func main() {
    println(half(8)!)
    println(half(7)!)
}
