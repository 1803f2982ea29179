// expect: [1, 1, 2, 3, 4, 5, 6, 9]
// expect: ["apple", "fig", "pear"]
// expect: [9, 6, 5, 4, 3, 2, 1, 1]
// expect: [("b", 1), ("d", 1), ("a", 2), ("c", 2)]
// expect: [1.5, 2.5, NaN]
// expect: 100000 true true
// expect: ["kiwi", "pear", "apple", "banana"]
// expect: 2 null 5
func is_sorted(v: vector<int64>) bool {
    for i in 1..v.len() {
        if v[i] < v[i - 1] { return false }
    }
    return true
}

func main() {
    let v = [3, 1, 4, 1, 5, 9, 2, 6]
    v.sort()
    println(v)
    println(["pear", "apple", "fig"].sorted())
    v.sort_by(|a, b| a > b)
    println(v)
    let pairs = [("a", 2), ("b", 1), ("c", 2), ("d", 1)]
    pairs.sort_by(|x, y| x.1 < y.1)     // stable
    println(pairs)
    let zero = 0.0
    let f = [2.5, zero / zero, 1.5]
    f.sort()
    println(f)
    let many: vector<int64> = []
    let x: int64 = 12345
    for i in 0..100000 {
        x = (x * 1103515245 + 12345) % 2147483648
        many.push(x % 1000)
    }
    let sum = many.sum()
    many.sort()
    println(many.len(), is_sorted(many), many.sum() == sum)
    let words = ["banana", "kiwi", "apple", "pear"]
    words.sort_by_key(|w| w.len())
    println(words)
    let sorted = [1, 3, 5, 7]
    println(sorted.binary_search(5), sorted.binary_search(4), [1, 2, 3, 4, 5, 6].lower_bound(6))
}
