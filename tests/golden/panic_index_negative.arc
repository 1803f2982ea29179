// expect-stderr: panic: index -1 out of bounds for length 3
// exit: 101
func get(xs: [3]int32, i: int32) int32 { return xs[i] }

func main() {
    println(get([1, 2, 3], -1))
}
