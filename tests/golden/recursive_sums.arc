// expect: 127 127 255
// expect: integer overflow in addition
// expect: 4 84
// expect: 31 panics, 0 left
// Sums over recursive values are loops, and trees get their cells before what fills them: both must not show.
import "std/runtime"
import "std/testing"

enum Tree {
    Leaf
    Node(left: Tree, key: int64, right: Tree)
}

enum Bytes {
    End
    Byte(value: uint8, rest: Bytes)
}

func make(depth: int64) Tree {
    if depth == 0 { return Tree.Leaf }
    return Tree.Node(make(depth - 1), depth, make(depth - 1))
}

func count(t: Tree) int64 {
    return match t {
        Tree.Leaf => 0
        Tree.Node(l, _, r) => 1 + count(l) + count(r)
    }
}

// The outermost call has two more to come.
func find(t: Tree, key: int64, more: int64) int64 {
    if more < 0 { return 0 }
    return match t {
        Tree.Leaf => more
        Tree.Node(l, k, r) => (if k == key { 1 } else { 0 }) + find(r, key, more - 1) + find(l, key, more - 1)
    }
}

func bytes(values: vector<uint8>) Bytes {
    let list = Bytes.End
    for v in values { list = Bytes.Byte(v, list) }
    return list
}

func total(list: Bytes) uint8 {
    return match list {
        Bytes.End => 0
        Bytes.Byte(value, rest) => value + total(rest)
    }
}

// Panics at the node whose turn it is: what was made until then dies with it.
func make_until(depth: int64, turn: *int64) Tree {
    *turn -= 1
    if *turn == 0 { panic("stop") }
    if depth == 0 { return Tree.Leaf }
    return Tree.Node(make_until(depth - 1, turn), depth, make_until(depth - 1, turn))
}

func main() {
    let tree = make(7)
    let shared = Tree.Node(tree, 0, tree)
    println(count(tree), count(make(7)), count(shared))
    let long = bytes([200, 50, 6])
    println(testing.panics(|| println(total(long))))
    println(total(bytes([1, 2, 1])), find(make(4), 2, 9))

    let _ = testing.panics(|| panic("the first needs memory of its own"))
    let before = runtime.live_objects()
    let panics = 0
    for at in 1..=31 {
        let turn: int64 = at
        let p = &turn
        if let _ = testing.panics(|| { let _ = make_until(4, p) }) { panics += 1 }
    }
    let left = runtime.live_objects() - before
    println("${panics} panics, ${left} left")
}
