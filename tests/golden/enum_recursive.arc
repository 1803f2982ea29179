// expect: ((1 + 2) * (3 + 4)) = 21
// expect: 3 2 1 sum 6
// expect: 1000000
// expect: sorted 1 2 3 5 8 9 depth 4
enum Expr {
    Number(value: int64)
    Add(left: Expr, right: Expr)
    Mul(left: Expr, right: Expr)
}

enum List {
    Nil
    Cons(head: int64, tail: List)
}

enum Tree {
    Leaf
    Node(left: Tree, value: int64, right: Tree)
}

func eval(e: Expr) int64 {
    return match e {
        Expr.Number(n) => n
        Expr.Add(a, b) => eval(a) + eval(b)
        Expr.Mul(a, b) => eval(a) * eval(b)
    }
}

func show(e: Expr) string {
    return match e {
        Expr.Number(n) => "${n}"
        Expr.Add(a, b) => "(${show(a)} + ${show(b)})"
        Expr.Mul(a, b) => "(${show(a)} * ${show(b)})"
    }
}

func insert(t: Tree, x: int64) Tree {
    return match t {
        Tree.Leaf => Tree.Node(Tree.Leaf, x, Tree.Leaf)
        Tree.Node(l, v, r) => if x < v { Tree.Node(insert(l, x), v, r) } else { Tree.Node(l, v, insert(r, x)) }
    }
}

func visit(t: Tree) {
    match t {
        Tree.Leaf => {}
        Tree.Node(l, v, r) => {
            visit(l)
            print("", v)
            visit(r)
        }
    }
}

func depth(t: Tree) int64 {
    return match t {
        Tree.Leaf => 0
        Tree.Node(l, _, r) => 1 + max(depth(l), depth(r))
    }
}

func main() {
    let e = Expr.Mul(Expr.Add(Expr.Number(1), Expr.Number(2)), Expr.Add(Expr.Number(3), Expr.Number(4)))
    println("${show(e)} = ${eval(e)}")

    let list = List.Nil
    for i in 1..=3 { list = List.Cons(i, list) }
    let sum: int64 = 0
    let rest = list
    for let List.Cons(head, tail) = rest {
        print("${head} ")
        sum += head
        rest = tail
    }
    println("sum ${sum}")

    // A long list must neither be walked nor dropped by recursion.
    let long = List.Nil
    for i in 0..1000000 { long = List.Cons(i, long) }
    let count = 0
    let at = long
    for let List.Cons(_, tail) = at {
        count++
        at = tail
    }
    println(count)

    let t = Tree.Leaf
    for x in [5, 2, 8, 1, 9, 3] { t = insert(t, x) }
    print("sorted")
    visit(t)
    println(" depth", depth(t) + 1)
}
