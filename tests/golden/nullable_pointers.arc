// expect: 3 2 1
// expect: none
// expect: 2
struct Node {
    value: int64
    next: *Node?
}

func sum(first: *Node?) int64 {
    let total = 0
    let at = first
    for let p = at {
        total += p.value
        at = p.next
    }
    return total
}

func main() {
    let a = Node{value: 1, next: null}
    let b = Node{value: 2, next: &a}
    let c = Node{value: 3, next: &b}
    println(c.value, c.next!.value, c.next!.next!.value)
    println(if a.next == null { "none" } else { "some" })
    println(sum(&c) / 3)
}
