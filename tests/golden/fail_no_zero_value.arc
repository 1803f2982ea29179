// error: 8:9 ARC0229 `Node` has no zero value: give one
// error: 9:13 ARC0228 missing `p` in `Node`
struct Node {
    p: *int64
}

func main() {
    let n: Node
    let m = Node{}
    println(1)
}
