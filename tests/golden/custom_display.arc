// expect: <1|2> [<1|2>]
// expect: [<1|2>     ]
// expect: true false
// expect: {<1|2>: "p"}
struct Vec {
    x: int64
    y: int64
    note: string

    func to_string(self v: Vec) string { return "<${v.x}|${v.y}>" }
    func eq(self a: Vec, b: Vec) bool { return a.x == b.x && a.y == b.y }
    func hash(self v: Vec, h: *Hasher) {
        hash(v.x, h)
        hash(v.y, h)
    }
}

func main() {
    let v = Vec{x: 1, y: 2, note: "n"}
    println(v, [v])
    println("[${v:<10}]")
    println(v == Vec{x: 1, y: 2, note: "other"}, v == Vec{x: 2, y: 2})
    let m: map<Vec, string> = {}
    m[v] = "o"
    m[Vec{x: 1, y: 2}] = "p"
    println(m)
}
