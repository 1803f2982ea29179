// What vectors, slices, arrays, optionals and results call panics at each of its steps: everything that was made is dropped once,
// and what outlives the panic is whole.
// expect: vectors: 30 ways
// expect: in place: 10 ways
// expect: others: 8 ways
import "std/testing"

func numbers(fuse: *testing.Fuse, tally: *testing.Tally) vector<testing.Tracked> {
    let v: vector<testing.Tracked> = []
    for i in 0..12 {
        fuse.step()
        v.push(testing.Tracked(cast<int64>(i * 7 % 12), tally))
    }
    return v
}

/// Eight words and more, which sorting moves by their addresses.
struct Large {
    one: testing.Tracked
    pad: [10]int64
}

func keys(v: vector<testing.Tracked>) vector<int64> { return v.map(|x| x.key) }

func twin(x: testing.Tracked, f: *testing.Fuse) testing.Tracked {
    f.step()
    return x.another(x.key + 100)
}

func vectors() {
    let ways = 0
    let count = &ways
    let check = |body: func(vector<testing.Tracked>, *testing.Fuse)| {
        let rounds = testing.each_panic(|fuse, tally| {
            let v = numbers(fuse, tally)
            body(v, fuse)
        })
        assert(rounds > 12)
        *count += 1
    }
    check(|v, f| { let _ = v.map(|x| twin(x, f)) })
    check(|v, f| { let _ = v.filter(|x| twin(x, f).key % 2 == 0) })
    check(|v, f| { let _ = v.reduce(v[0], |_a, x| twin(x, f)) })
    check(|v, f| { let _ = v.any(|x| twin(x, f).key == 0) })
    check(|v, f| { let _ = v.all(|x| twin(x, f).key > 0) })
    check(|v, f| { let _ = v.count_where(|x| twin(x, f).key > 0) })
    check(|v, f| { let _ = v.find(|x| twin(x, f).key == 0) })
    check(|v, f| { let _ = v.position(|x| twin(x, f).key == 0) })
    check(|v, f| { let _ = v.flat_map(|x| [x, twin(x, f), x]) })
    check(|v, f| { let _ = v.filter_map(|x| if x.key % 2 == 0 { some(twin(x, f)) } else { null }) })
    check(|v, f| { let _ = v.partition(|x| twin(x, f).key % 2 == 0) })
    check(|v, f| { let _ = v.group_by(|x| twin(x, f).key % 3) })
    check(|v, f| { let _ = v.group_by(|x| twin(x, f)) })
    check(|v, f| { let _ = v.min_by_key(|x| twin(x, f)) })
    check(|v, f| { let _ = v.max_by_key(|x| twin(x, f)) })
    check(|v, f| { v.for_each(|x| { let _ = twin(x, f) }) })
    check(|v, f| { let _ = v.map(|x| (x, [twin(x, f)], "${twin(x, f)}")) })
    check(|v, f| { let _ = v.zip(v).map(|p| (twin(p.0, f), p.1)) })
    check(|v, f| { let _ = [v, v].concat().map(|x| twin(x, f)) })
    check(|v, f| { let _ = v.chunks(5).map(|c| c.map(|x| twin(x, f))) })
    check(|v, f| { let _ = v.windows(3).map(|c| twin(c[0], f)) })
    check(|v, f| { let _ = v[2..9].map(|x| twin(x, f)) })
    check(|v, f| { let _ = v[2..9].filter(|x| twin(x, f).key > 3) })
    check(|v, f| { let _ = v.enumerate().map(|p| twin(p.1, f)) })
    check(|v, f| { let _ = v.iter().next().map(|x| twin(x, f)) })
    check(|v, f| { let _ = v.last().map(|x| twin(x, f)) })
    check(|v, f| {
        for x in v {
            let y = twin(x, f)
            defer { assert(y.key >= 100) }
            let _ = [y, twin(y, f)]
        }
    })
    check(|v, f| {
        let literal = [twin(v[0], f), twin(v[1], f), v[2], twin(v[3], f)]
        let array: [3]testing.Tracked = [twin(v[0], f), v[1], twin(v[2], f)]
        let pairs = [(twin(v[0], f), twin(v[1], f)), (v[2], twin(v[3], f))]
        assert(literal.len() == 4 && array.len() == 3 && pairs.len() == 2)
    })
    check(|v, f| {
        let table = {twin(v[0], f): twin(v[1], f), twin(v[2], f): v[3]}
        let all = {twin(v[0], f), twin(v[1], f), twin(v[0], f)}
        assert(table.len() == 2 && all.len() == 2)
    })
    check(|v, f| {
        let x: testing.Tracked? = twin(v[0], f)
        let y: testing.Tracked! = twin(v[1], f)
        x = twin(v[2], f)
        y = twin(v[3], f)
        let _ = y.map(|z| twin(z, f))
        let _ = x.filter(|z| twin(z, f).key > 0)
        let _ = x.and_then(|z| y.ok().map(|w| twin(w, f)))
    })
    println("vectors: ${ways} ways")
}

func in_place() {
    let ways = 0
    let count = &ways
    // The vector is there before and after; all of its elements are.
    let check = |body: func(*vector<testing.Tracked>, *testing.Fuse)| {
        let rounds = testing.each_panic(|fuse, tally| {
            let v = numbers(fuse, tally)
            let shared = v
            let p = &v
            let message = testing.panics(|| body(p, fuse))
            assert(keys(v).sorted() == keys(shared).sorted())
            // Once more with a buffer of its own.
            shared = []
            let again = testing.panics(|| body(p, fuse))
            assert(v.len() == 12 && keys(v).unique().len() == 12)
            if let text = message ?? again { panic(text) }
        })
        assert(rounds > 12)
        *count += 1
    }
    check(|v, f| v.sort_by(|a, b| {
        f.step()
        a.key < b.key
    }))
    check(|v, f| v.sort_by_key(|a| {
        f.step()
        a
    }))
    check(|v, f| v.retain(|a| {
        f.step()
        a.key >= 0
    }))
    check(|v, f| {
        v.reverse()
        f.step()
        v.swap(2, 5)
        f.step()
    })
    check(|v, f| {
        let w = *v
        w.extend(v.map(|x| {
            f.step()
            x
        }))
    })
    check(|v, f| {
        let x = v.remove(3)
        defer v.insert(3, x)
        f.step()
    })
    check(|v, f| {
        let x = v.swap_remove(3)
        defer v.push(x)
        f.step()
    })
    check(|v, f| {
        let part = v.drain(2, 7)
        defer v.extend(part)
        f.step()
        let more = part[1..3]
        more[0] = part[2]
        f.step()
    })
    check(|v, f| {
        let _ = v.as_slice()[3..].sorted()
        f.step()
        v.dedup()
        f.step()
    })
    check(|v, f| {
        let big = v.map(|x| Large{one: x})
        big.sort_by(|a, b| {
            f.step()
            a.one.key < b.one.key
        })
        assert(big[3].one.key == 3)
    })
    println("in place: ${ways} ways")
}

struct Pair {
    left: testing.Tracked
    right: testing.Tracked

    init(self p: *Pair, f: *testing.Fuse, t: *testing.Tally) {
        f.step()
        p.left = testing.Tracked(1, t)
        f.step()
        p.right = testing.Tracked(2, t)
        f.step()
    }
}

enum Tree {
    Leaf
    Node(left: Tree, value: testing.Tracked, right: Tree)
}

func grow(depth: int64, f: *testing.Fuse, t: *testing.Tally) Tree {
    f.step()
    if depth == 0 { return Tree.Leaf }
    return Tree.Node(grow(depth - 1, f, t), testing.Tracked(depth, t), grow(depth - 1, f, t))
}

func mirrored(tree: Tree, f: *testing.Fuse) Tree {
    return match tree {
        Tree.Leaf => Tree.Leaf
        Tree.Node(l, x, r) => {
            let right = mirrored(r, f)
            f.step()
            Tree.Node(right, x, mirrored(l, f))
        }
    }
}

func parse(n: int64, f: *testing.Fuse, t: *testing.Tally) (testing.Tracked, int64)! {
    let x = testing.Tracked(n, t)
    f.step()
    if n < 0 { return error("negative") }
    return (x, n)
}

func some(x: testing.Tracked) testing.Tracked? { return x }

func others() {
    let ways = 0
    let count = &ways
    let check = |body: func(*testing.Fuse, *testing.Tally)| {
        assert(testing.each_panic(body) > 2)
        *count += 1
    }
    check(|f, t| { let _ = Pair(f, t) })
    check(|f, t| { let _ = [Pair(f, t), Pair(f, t)] })
    check(|f, t| {
        let tree = grow(4, f, t)
        let other = mirrored(tree, f)
        let last = mirrored(mirrored(other, f), f)
        if let Tree.Node(_, x, _) = last { assert(x.key == 4) } else { panic("no tree") }
    })
    check(|f, t| {
        let x = testing.Tracked(1, t)
        let closure = |n: int64| {
            f.step()
            x.key + n
        }
        let steps = [closure, |n: int64| closure(closure(n))]
        for s in steps { assert(s(1) > 1) }
    })
    check(|f, t| {
        // Arguments that were evaluated before the one that panics.
        let add = |a: testing.Tracked, b: testing.Tracked, c: testing.Tracked| testing.Tracked(a.key + b.key + c.key, t)
        let make = |n: int64| {
            f.step()
            testing.Tracked(n, t)
        }
        assert(add(make(1), add(make(2), make(3), make(4)), make(5)).key == 15)
    })
    check(|f, t| {
        let a: [4]testing.Tracked = [testing.Tracked(3, t), testing.Tracked(1, t), testing.Tracked(2, t), testing.Tracked(0, t)]
        a.sort_by(|x, y| {
            f.step()
            x.key < y.key
        })
        let _ = a.map(|x| {
            f.step()
            x
        })
        let _ = a.filter(|x| {
            f.step()
            x.key > 1
        })
        a.fill(a[0])
        f.step()
    })
    check(|f, t| {
        let total: int64 = 0
        for n in [1, -1, 2] {
            let (x, m) = parse(n, f, t) catch continue
            f.step()
            total += x.key + m
        }
        assert(total == 6)
    })
    check(|f, t| {
        let queue: vector<vector<testing.Tracked>> = []
        for i in 0..5 {
            queue.push([])
            queue[i].push(testing.Tracked(cast<int64>(i), t))
            f.step()
            queue[i] = [queue[i][0], testing.Tracked(9, t)]
        }
        queue.resize(8, [testing.Tracked(1, t)])
        f.step()
        queue.truncate(2)
        f.step()
        queue[0].fill(queue[1][1])
        f.step()
    })
    println("others: ${ways} ways")
}

func main() {
    vectors()
    in_place()
    others()
}
