// expect: {3, 1, 2} 3 true false
// expect: {3, 1, 2, 5} true false
// expect: {1, 2} {3, 1, 2, 4} {3}
// expect: true false true
// expect: [1, 2, 3]
// expect: {"a", "b"}
// expect: {(1, 2)}
func main() {
    let s = {3, 1, 2, 3}
    println(s, s.len(), s.contains(2), s.contains(7))
    let t = s
    let added = t.insert(5)
    println(t, added, t.insert(1))
    let u = {1, 2, 4}
    println(s.intersection(u), s.union(u), s.difference(u))
    println({1, 2}.is_subset(s), s.is_subset({1, 2}), {1, 2} == {2, 1})
    println(s.sorted())
    let words: set<string> = {}
    for w in ["a", "b", "a"] { words.insert(w) }
    println(words)
    println({(1, 2), (1, 2)})
}
