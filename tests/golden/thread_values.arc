// expect: ["x", "y", "z"] ["x", "y"]
// expect: {"n": 3} 6
// expect: err no
// expect: [0, 10, 20, 30]
// expect: done
func main() {
    let words = ["x", "y"]
    let t = thread func(w: vector<string>) vector<string> {
        let out = w
        out.push("z")
        return out
    }(ThreadConfig{name: "words"}, words)
    println(t.join(), words)
    let u = thread func(m: map<string, int64>, s: string) (map<string, int64>, int64) {
        let out = m
        out["n"] += 1
        return (out, cast<int64>(s.len()))
    }(ThreadConfig{}, {"n": 2}, "abc" + "def")
    let (m, n) = u.join()
    println(m, n)
    let v = thread func() int64! { return error("no") }(ThreadConfig{})
    match v.join() {
        ok(x) => println(x)
        err(e) => println("err ${e}")
    }
    let many: vector<thread<int64>> = []
    for i in 0..4 { many.push(thread func(n: int64) int64 { return n * 10 }(ThreadConfig{}, i)) }
    println(many.map(|t| t.join()))
    let w = thread func(s: string) { assert(s == "void") }(ThreadConfig{}, "void")
    w.join()
    println("done")
}
