// expect: 3
// expect-stderr: panic: index 7 out of bounds for length 3
// exit: 101
func get(xs: vector<int64>, i: int64) int64 { return xs[i] }

func main() {
    let xs = [1, 2, 3]
    println(get(xs, 2))
    println(get(xs, 7))
}
