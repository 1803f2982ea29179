// Emptied cells that are handed to the function that makes the next one: the tree is right, what others refer to stays, and
// a panic before, in or behind the hand-over leaves nothing behind (the checked runtime counts).
// expect: 100 5082
// expect: shared 3 1 2 3 | 4 0 1 2 3
// expect: panics 60
// expect: 3 1 2 3
import "std/testing"

enum Tree {
    Leaf
    Node(left: Tree, key: int64, right: Tree)
}

func step(fuse: *int64) {
    if *fuse == 0 { panic("blown") }
    *fuse -= 1
}

// What is heavier on the left is turned to the right; may panic on each way before it makes its nodes.
func turned_right(l: Tree, key: int64, r: Tree, fuse: *int64) Tree {
    step(fuse)
    return match l {
        Tree.Leaf => {
            step(fuse)
            return Tree.Node(Tree.Leaf, key, r)
        }
        Tree.Node(a, x, Tree.Leaf) => Tree.Node(a, x, Tree.Node(Tree.Leaf, key, r))
        Tree.Node(a, x, b) => {
            step(fuse)
            return Tree.Node(Tree.Node(a, x, b), key, r)
        }
    }
}

// Makes a node on one way only.
func turned_left(l: Tree, key: int64, r: Tree, fuse: *int64) Tree {
    if key < 0 { return l }
    step(fuse)
    return Tree.Node(l, key, r)
}

func insert(t: Tree, key: int64, fuse: *int64) Tree {
    return match t {
        Tree.Leaf => Tree.Node(Tree.Leaf, key, Tree.Leaf)
        Tree.Node(l, k, r) => {
            if key < k { return turned_right(insert(l, key, fuse), k, r, fuse) }
            if key > k { return turned_left(l, k, insert(r, key, fuse), fuse) }
            return Tree.Node(l, k, r)
        }
    }
}

func without(t: Tree, fuse: *int64) Tree {
    return match t {
        Tree.Leaf => Tree.Leaf
        Tree.Node(l, k, r) => turned_left(without(l, fuse), -k, r, fuse)
    }
}

func count(t: Tree) int64 {
    return match t {
        Tree.Leaf => 0
        Tree.Node(l, _, r) => 1 + count(l) + count(r)
    }
}

func sum(t: Tree) int64 {
    return match t {
        Tree.Leaf => 0
        Tree.Node(l, k, r) => sum(l) + k + sum(r)
    }
}

func keys(t: Tree) string {
    return match t {
        Tree.Leaf => ""
        Tree.Node(l, k, r) => "${keys(l)} ${k}${keys(r)}"
    }
}

func main() {
    let fuse: int64 = 1000000
    let f = &fuse
    let tree = Tree.Leaf
    for i in 0..100 {
        let key = (i * 37 + 5) % 101
        tree = insert(tree, if key == 0 { 101 } else { key }, f)
    }
    println("${count(tree)} ${sum(tree)}")

    let small = insert(insert(insert(Tree.Leaf, 2, f), 1, f), 3, f)
    let kept = small
    small = insert(small, 0, f)
    println("shared ${count(kept)}${keys(kept)} | ${count(small)}${keys(small)}")

    // Each step of each insert is the last one once, with a tree that is shared and with one that is not.
    let panics: int64 = 0
    let n = &panics
    for steps in 0..30 {
        for way in 0..2 {
            let left = cast<int64>(steps)
            let g = &left
            let cut = testing.panics(|| {
                let mine = if way == 0 { kept } else { insert(insert(insert(Tree.Leaf, 20, f), 10, f), 30, f) }
                for i in 0..40 { mine = insert(mine, (i * 7) % 41, g) }
                mine = without(mine, g)
            })
            if cut != null { *n += 1 }
        }
    }
    println("panics ${panics}")
    println("${count(kept)}${keys(kept)}")
}
