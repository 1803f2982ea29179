// A red-black tree as a persistent value (Okasaki, "Red-black trees in a functional setting", 1999):
// red_black_tree [INSERTS] [snapshots]
//
// With snapshots, every fifth tree is kept, the last 100 of them: what they share is copied on the way.

import "std/os"

enum Color { Red, Black }

enum Tree {
    Leaf
    Node(color: Color, left: Tree, key: int64, value: int64, right: Tree)
}

func is_red(t: Tree) bool {
    return match t {
        Tree.Node(Color.Red, _, _, _, _) => true
        _ => false
    }
}

func balance_left(l: Tree, k: int64, v: int64, r: Tree) Tree {
    return match l {
        Tree.Node(_, Tree.Node(Color.Red, a, ka, va, b), kb, vb, c) =>
            Tree.Node(Color.Red, Tree.Node(Color.Black, a, ka, va, b), kb, vb, Tree.Node(Color.Black, c, k, v, r))
        Tree.Node(_, a, ka, va, Tree.Node(Color.Red, b, kb, vb, c)) =>
            Tree.Node(Color.Red, Tree.Node(Color.Black, a, ka, va, b), kb, vb, Tree.Node(Color.Black, c, k, v, r))
        Tree.Node(_, a, ka, va, b) => Tree.Node(Color.Black, Tree.Node(Color.Red, a, ka, va, b), k, v, r)
        Tree.Leaf => Tree.Leaf
    }
}

func balance_right(l: Tree, k: int64, v: int64, r: Tree) Tree {
    return match r {
        Tree.Node(_, Tree.Node(Color.Red, b, kb, vb, c), kc, vc, d) =>
            Tree.Node(Color.Red, Tree.Node(Color.Black, l, k, v, b), kb, vb, Tree.Node(Color.Black, c, kc, vc, d))
        Tree.Node(_, b, kb, vb, Tree.Node(Color.Red, c, kc, vc, d)) =>
            Tree.Node(Color.Red, Tree.Node(Color.Black, l, k, v, b), kb, vb, Tree.Node(Color.Black, c, kc, vc, d))
        Tree.Node(_, b, kb, vb, c) => Tree.Node(Color.Black, l, k, v, Tree.Node(Color.Red, b, kb, vb, c))
        Tree.Leaf => Tree.Leaf
    }
}

func insert_into(t: Tree, k: int64, v: int64) Tree {
    return match t {
        Tree.Leaf => Tree.Node(Color.Red, Tree.Leaf, k, v, Tree.Leaf)
        Tree.Node(Color.Red, l, kx, vx, r) => {
            if k < kx { return Tree.Node(Color.Red, insert_into(l, k, v), kx, vx, r) }
            if k > kx { return Tree.Node(Color.Red, l, kx, vx, insert_into(r, k, v)) }
            return Tree.Node(Color.Red, l, k, v, r)
        }
        Tree.Node(Color.Black, l, kx, vx, r) => {
            if k < kx {
                if is_red(l) { return balance_left(insert_into(l, k, v), kx, vx, r) }
                return Tree.Node(Color.Black, insert_into(l, k, v), kx, vx, r)
            }
            if k > kx {
                if is_red(r) { return balance_right(l, kx, vx, insert_into(r, k, v)) }
                return Tree.Node(Color.Black, l, kx, vx, insert_into(r, k, v))
            }
            return Tree.Node(Color.Black, l, k, v, r)
        }
    }
}

func insert(t: Tree, k: int64, v: int64) Tree {
    return match insert_into(t, k, v) {
        Tree.Node(_, l, kx, vx, r) => Tree.Node(Color.Black, l, kx, vx, r)
        Tree.Leaf => Tree.Leaf
    }
}

func count(t: Tree) int64 {
    return match t {
        Tree.Leaf => 0
        Tree.Node(_, l, _, v, r) => count(l) + (if v != 0 { 1 } else { 0 }) + count(r)
    }
}

func main() void! {
    let inserts: int64 = 1000
    if os.args.len() > 1 { inserts = os.args[1].parse_int()? }
    const KEPT = 100
    let kept: vector<Tree>
    if os.args.len() > 2 && os.args[2] == "snapshots" { for _ in 0..KEPT { kept.push(Tree.Leaf) } }
    let tree = Tree.Leaf
    let x: int64 = 1
    for i in 0..inserts {
        x = x * 16807 % 2147483647
        tree = insert(tree, x, if x % 10 == 0 { 1 } else { 0 })
        if kept.len() > 0 && i % 5 == 0 { kept[i / 5 % KEPT] = tree }
    }
    println(count(tree))
}
