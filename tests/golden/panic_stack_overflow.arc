// expect-stderr: stack overflow
// exit: 139
func deep(n: int64) int64 {
    if n == -1 { return 0 }
    return 1 + deep(n + 1) * 2
}

func main() {
    println(deep(0))
}
