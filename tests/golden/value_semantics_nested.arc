// expect: {"k": [1]} {"k": [1, 2]}
// expect: [{"a": 1}] [{"a": 2}]
// expect: Leaf(["x"]) Leaf(["x", "y"])
// expect: some [1] some [1, 2]
// expect: ([1], "t") ([1, 7], "t")
// expect: iter 1 2 3 left []
// expect: [3, 2, 1] [1, 2, 3]
enum Tree {
    Leaf(items: vector<string>)
    Empty
}

func grow(t: Tree) Tree {
    return match t {
        Tree.Leaf(items) => {
            let more = items
            more.push("y")
            Tree.Leaf(more)
        }
        Tree.Empty => Tree.Empty
    }
}

func main() {
    let m = {"k": [1]}
    let n = m
    n["k"].push(2)
    println(m, n)
    let v = [{"a": 1}]
    let w = v
    w[0]["a"] = 2
    println(v, w)
    let t = Tree.Leaf(["x"])
    println(t, grow(t))
    let o: vector<int64>? = [1]
    let p = o
    if let inner = p {
        let changed = inner
        changed.push(2)
        p = changed
    }
    println("some ${o} some ${p}")
    let a = ([1], "t")
    let b = a
    b.0.push(7)
    println(a, b)
    let q = [1, 2, 3]
    print("iter")
    for e in q {
        print("", e)
        q.clear()
    }
    println(" left", q)
    let r = [1, 2, 3]
    let z = r
    z.reverse()
    println(z, r)
}
