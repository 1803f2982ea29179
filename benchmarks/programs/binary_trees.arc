// Trees made and walked: binary_trees [DEPTH]

import "std/os"

enum Tree {
    Leaf
    Node(left: Tree, right: Tree)
}

func make(depth: int64) Tree {
    if depth == 0 { return Tree.Node(Tree.Leaf, Tree.Leaf) }
    return Tree.Node(make(depth - 1), make(depth - 1))
}

func check(t: Tree) int64 {
    return match t {
        Tree.Leaf => 0
        Tree.Node(l, r) => 1 + check(l) + check(r)
    }
}

func main() void! {
    let depth: int64 = 10
    if os.args.len() > 1 { depth = os.args[1].parse_int()? }
    println("stretch ${check(make(depth + 1))}")
    let long = make(depth)
    for let d: int64 = 4; d <= depth; d += 2 {
        let times = cast<int64>(1) << (depth - d + 4)
        let total: int64 = 0
        for _ in 0..times { total += check(make(d)) }
        println("${times} trees depth ${d} check ${total}")
    }
    println("long ${check(long)}")
}
