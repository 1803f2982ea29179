// Neither a long list nor a deep tree needs stack on its way. With an argument the list has that many cells.
// expect: list through a thread: true
// expect: copied: true
// expect: deep tree: 100000 100000
// expect: nested vectors: 3000 3000
// expect: shared: true
import "std/os"

enum List {
    Nil
    Cons(head: int64, tail: List)
}

enum Tree {
    Leaf
    Node(left: Tree, name: string, right: Tree)
}

struct Nest {
    name: string
    inner: vector<Nest>
}

func up_to(n: int64) List {
    let l = List.Nil
    for i in 0..n { l = List.Cons(i, l) }
    return l
}

func count(l: List) (int64, int64) {
    let n: int64 = 0
    let sum: int64 = 0
    let at = l
    for let List.Cons(head, tail) = at {
        n += 1
        sum += head
        at = tail
    }
    return (n, sum)
}

func leaning(n: int64) Tree {
    let t = Tree.Leaf
    for i in 0..n { t = if i % 2 == 0 { Tree.Node(t, "n${i % 10}", Tree.Leaf) } else { Tree.Node(Tree.Leaf, "n${i % 10}", t) } }
    return t
}

func depth(tree: Tree) int64 {
    let n: int64 = 0
    let at = tree
    for let Tree.Node(left, _, right) = at {
        n += 1
        at = if left == Tree.Leaf { right } else { left }
    }
    return n
}

func nest(n: int64) Nest {
    let out = Nest{name: "in" + "ner"}
    for i in 0..n { out = Nest{name: "n${i}", inner: [out]} }
    return out
}

func levels(nest: Nest) int64 {
    let n: int64 = 0
    let at = nest
    for !at.inner.is_empty() {
        n += 1
        let next = at.inner[0]
        at = next
    }
    return n
}

func main() {
    let cells: int64 = 400_000
    if os.args.len() > 1 { cells = os.args.at(1).parse_int()! }
    let sum = cells * (cells - 1) / 2
    let t = thread func(l: List) (int64, int64) { return count(l) }(ThreadConfig{}, up_to(cells))
    println("list through a thread: ${t.join() == (cells, sum)}")
    let list = up_to(cells)
    let copy = isolate(list)
    println("copied: ${count(list) == (cells, sum) && count(copy) == (cells, sum)}")
    let tree = leaning(100_000)
    let other = isolate(tree)
    let moved = thread func(t: Tree) int64 { return depth(t) }(ThreadConfig{}, other)
    println("deep tree: ${depth(tree)} ${moved.join()}")
    let deep = nest(3000)
    println("nested vectors: ${levels(isolate(deep))} ${levels(transfer(deep))}")
    let shared = Shared<List>(up_to(cells))
    println("shared: ${count(shared.get()) == (cells, sum) && shared.read(|l| count(l).0) == cells}")
}
