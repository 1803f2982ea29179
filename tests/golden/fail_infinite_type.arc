// Expectations: ./arcw golden --update
// error: 5:5 ARC0230 `Node` contains itself and would have no end
struct Node {
    value: int64
    next: Node
}

func main() {
    println(1)
}
