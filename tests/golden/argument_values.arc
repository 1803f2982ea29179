// Each argument has the value that it had when it was evaluated, also when a later one changes the variable.
// expect: [1, 2] 9
// expect: [1, 2, 9]
// expect: aaa!
// expect: changed
// expect: [1, 2, 9] 1;[1, 2, 9] 9
// expect: [1, 8, 3]
// expect: [1, 2] 2
// expect: 2
func add(v: vector<int64>, n: int64) string { return "${v} ${n}" }
func grow(v: *vector<int64>) int64 { v.push(9); return 9 }
func tail(s: *string) string { *s = "changed"; return "!" }
func main() {
    let v = [1, 2]
    println(add(v, grow(&v)))
    println("${v}")
    let s = "a".repeat(3)
    println(s + tail(&s))
    println(s)
    println([add(v, 1), add(v, grow(&v))].join(";"))
    let w = [1, 2, 3]
    w[index(&w)] += value(&w)
    println("${w[0..3]}")
    let u = [1, 2]
    println(u, u.pop()!)
    const N = 2
    println("${length<N>()}")
}
func index(v: *vector<int64>) usize { v.push(7); return 1 }
func value(v: *vector<int64>) int64 {
    for i in 0..100 { v.push(i) }
    return 6
}
func length<comptime K: usize>() usize { return K }
