// expect: [1, 2, 3] [1, 2, 3, 4]
// expect: [1, 2, 3] [9, 2, 3]
// expect: {"a": 1} {"a": 1, "b": 2}
// expect: {1} {1, 2}
// expect: abc abcd
// expect: Team{name: "red", members: ["x"]} Team{name: "blue", members: ["x", "y"]}
// expect: [[1], [2]] [[1, 5], [2]]
// expect: before [1, 2] after [1, 2]
// expect: [1, 2, 1, 2]
// expect: [1, 2, 3] sum 6 then [1, 2, 3, 1, 2, 3]
// expect: captured 1 outer 2
// expect: ["a", "a"] a
// expect: parameter [1, 2] result [1, 2, 99]
struct Team {
    name: string
    members: vector<string>
}

func with_one_more(v: vector<int64>) vector<int64> {
    let out = v
    out.push(99)
    return out
}

func main() {
    let a = [1, 2, 3]
    let b = a
    b.push(4)
    println(a, b)
    let c = a
    c[0] = 9
    println(a, c)
    let m = {"a": 1}
    let n = m
    n["b"] = 2
    println(m, n)
    let s = {1}
    let t = s
    t.insert(2)
    println(s, t)
    let x = "abc"
    let y = x
    y += "d"
    println(x, y)
    let red = Team{name: "red", members: ["x"]}
    let blue = red
    blue.name = "blue"
    blue.members.push("y")
    println(red, blue)
    let deep = [[1], [2]]
    let copy = deep
    copy[0].push(5)
    println(deep, copy)
    let v = [1, 2]
    let before = v
    v.push(3)
    v.pop()
    println("before ${before} after ${v}")
    // A vector added to itself, and changed while it is walked.
    v.extend(v)
    println(v)
    let w = [1, 2, 3]
    let sum = 0
    for e in w {
        sum += e
        w.push(e)
    }
    println("${w[0..3]} sum ${sum} then ${w}")
    let k = 1
    let g = func() int64 { return k }
    k = 2
    println("captured ${g()} outer ${k}")
    // An element pushed to its own vector when the buffer has to grow.
    let own = ["a"]
    own.shrink()
    own.push(own[0])
    println(own, own[1])
    let p = [1, 2]
    let q = with_one_more(p)
    println("parameter ${p} result ${q}")
}
