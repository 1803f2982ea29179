// Expectations: ./arcw golden --update
// warning: 10:9 ARC0242 `n` is never used
// error: 11:13 ARC0228 missing `p` in `Node`
// error: 16:13 ARC0229 `func()` has no zero value: give one
struct Node {
    p: *int64
}

func main() {
    let n: Node
    let m = Node{}
    println(1)
}

func grow() {
    let f = @zero_value<func()>()
    f()
}
