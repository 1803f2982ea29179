// expect-stderr: null dereference
// exit: 139
struct Node {
    value: int64
}

func read(p: *Node) int64 { return p.value }

func main() {
    println(read(@null_ptr<Node>()))
}
