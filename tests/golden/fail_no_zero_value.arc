// Expectations: ./arcw golden --update
// warning: 9:9 ARC0242 `n` is never used
// error: 10:13 ARC0228 missing `p` in `Node`
struct Node {
    p: *int64
}

func main() {
    let n: Node
    let m = Node{}
    println(1)
}
