// expect: 4 null
// expect: found 4
// expect: nothing
// expect: 4 -1 4
// expect: 2 null
// expect: true true false
// expect: 1 null
// expect: 9 null
struct Node {
    value: int64
    next: Node?
}

func half(n: int64) int64? {
    if n % 2 == 0 { return n / 2 }
    return null
}

func quarter(n: int64) int64? {
    let h = half(n)?
    return half(h)
}

func second(n: Node) int64? {
    if let next = n.next { return next.value }
    return null
}

func main() {
    println(half(8), half(7))
    if let h = half(8) { println("found ${h}") } else { println("nothing") }
    if let h = half(7) { println("found ${h}") } else { println("nothing") }
    println(half(8) ?? -1, half(7) ?? -1, half(8)!)
    println(quarter(8), quarter(6))
    println(half(8) == 4, half(7) == null, half(8) == null)
    let one = Node{value: 1, next: null}
    let two = Node{value: 2, next: one}
    println(second(two), second(one))
    println(half(6).map(|x| x * 3), half(5).map(|x| x * 3))
}
