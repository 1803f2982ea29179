// expect: [2, 3]
// expect-stderr: panic: slice 2..5 out of bounds for length 3
// exit: 101
func main() {
    let xs = [1, 2, 3]
    println(xs[1..3])
    let high = 5
    println(xs[2..high])
}
