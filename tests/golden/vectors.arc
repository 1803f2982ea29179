// expect: [] 0 true
// expect: [1, 2, 3, 4] 4
// expect: 4 null
// expect: [1, 9, 2, 3]
// expect: 9 [1, 2, 3]
// expect: [3, 2] 1
// expect: [0, 0, 0] [5, 5]
// expect: [1, 2, 3, 4, 5] 1 5 null
// expect: true false 2 null
// expect: [[1, 2], [3], []] [1, 2, 3]
// expect: [2, 3] [1, 4]
// expect: [1, 2, 1]
// expect: [(1, "a"), (2, "b")]
func main() {
    let v: vector<int64> = []
    println(v, v.len(), v.is_empty())
    for i in 1..=4 { v.push(i) }
    println(v, v.len())
    let none: vector<int64> = []
    println(v.pop(), none.pop())
    v.insert(1, 9)
    println(v)
    println(v.remove(1), v)
    let w = v
    w.swap_remove(0)
    println(w, w.len() - 1)
    println(vector<int64>(3, 0), vector<int64>(2, 5))
    v.extend([4, 5])
    println(v, v.first()!, v.last()!, v.get(9))
    println(v.contains(3), v.contains(7), v.index_of(3), v.index_of(7))
    let nested: vector<vector<int64>> = [[1, 2], [3], []]
    println(nested, nested.concat())
    let d = [1, 2, 3, 4]
    let cut = d.drain(1, 3)
    println(cut, d)
    let r = [1, 1, 2, 2, 1]
    r.dedup()
    println(r)
    println([1, 2].zip(["a", "b"]))
}
