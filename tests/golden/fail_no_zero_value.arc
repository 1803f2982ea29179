// Expectations: ./arcw golden --update
// error: 10:9 ARC0229 `Node` has no zero value: give one
// warning: 10:9 ARC0242 `n` is never used
// error: 11:13 ARC0228 missing `p` in `Node`
struct Node {
    p: *int64
}

func main() {
    let n: Node
    let m = Node{}
    println(1)
}
