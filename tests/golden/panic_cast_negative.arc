// expect-stderr: panic: value does not fit the target type of the cast
// exit: 101
func size(n: int64) usize { return cast<usize>(n) }

func main() {
    println(size(-1))
}
