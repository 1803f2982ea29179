// expect: {} 0
// expect: {"one": 1, "two": 2, "three": 3} 3
// expect: 2 true false null 0
// expect: {"one": 10, "two": 3, "three": 3}
// expect: one=10 two=3 three=3 
// expect: 3 {"one": 10, "three": 3} null
// expect: {"one": 10, "three": 3, "two": 2}
// expect: ["one", "three", "two"] [10, 3, 2]
// expect: {"a": [1, 2], "b": [3]}
// expect: true false
// expect: {'l': 4, 'o': 2, 'h': 1, 'e': 1}
// expect: {(1, 2): "point"} point
func main() {
    let m: map<string, int64> = {}
    println(m, m.len())
    m["one"] = 1
    m["two"] = 2
    m.insert("three", 3)
    println(m, m.len())
    println(m["two"], m.contains("one"), m.contains("four"), m.get("four"), m.get_or("four", 0))
    m["one"] = 10
    m["two"] += 1
    println(m)
    for k, v in m { print("${k}=${v} ") }
    println("")
    println(m.remove("two"), m, m.remove("two"))
    m["two"] = 2
    println(m)
    println(m.keys(), m.values())
    let groups: map<string, vector<int64>> = {}
    groups["a"].push(1)
    groups["a"].push(2)
    groups["b"].push(3)
    println(groups)
    println({"x": 1, "y": 2} == {"y": 2, "x": 1}, {"x": 1} == {"x": 2})
    let counts: map<char, int64> = {}
    for c in "hello lol".chars() {
        if c != ' ' { counts[c] += 1 }
    }
    let pairs = counts.entries()
    pairs.sort_by(|a, b| a.1 > b.1)
    print("{")
    for i, p in pairs {
        if i > 0 { print(", ") }
        print("${p.0:?}: ${p.1}")
    }
    println("}")
    let points = {(1, 2): "point"}
    println(points, points[(1, 2)])
}
