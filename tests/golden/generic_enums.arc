// expect: Left(1) Right("x")
// expect: 3 [1, 2, 3]
// expect: Leaf 5
// expect: true false
// expect: some pair (1, "a")
enum Either<A, B> {
    Left(value: A)
    Right(value: B)

    func is_left(self e: Either<A, B>) bool {
        return match e {
            Either.Left(_) => true
            Either.Right(_) => false
        }
    }
}

enum List<T> {
    Nil
    Cons(head: T, tail: List<T>)
}

enum Tree<K> {
    Leaf
    Node(left: Tree<K>, key: K, right: Tree<K>)
}

func push<T>(l: List<T>, x: T) List<T> { return List<T>.Cons(x, l) }

func to_vector<T>(self l: List<T>) vector<T> {
    let out: vector<T> = []
    let at = l
    for let List.Cons(head, tail) = at {
        out.push(head)
        at = tail
    }
    return out
}

func size<K>(t: Tree<K>) int64 {
    return match t {
        Tree.Leaf => 0
        Tree.Node(l, _, r) => 1 + size(l) + size(r)
    }
}

func main() {
    let a: Either<int64, string> = Either.Left(1)
    let b: Either<int64, string> = Either.Right("x")
    println(a, b)
    let l: List<int64> = List.Nil
    for i in 0..3 { l = push(l, 3 - i) }
    println(l.to_vector().len(), l.to_vector())
    let t: Tree<string> = Tree.Leaf
    print(t, "")
    for w in ["a", "b", "c", "d", "e"] { t = Tree<string>.Node(t, w, Tree<string>.Leaf) }
    println(size(t))
    println(a.is_left(), b.is_left())
    let p: Either<(int64, string), ()> = Either.Left((1, "a"))
    if let Either.Left(pair) = p { println("some pair", pair) }
}
