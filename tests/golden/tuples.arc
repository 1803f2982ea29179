// expect: (1, "a") 1 a
// expect: 7 3
// expect: 2 1
// expect: (1, 2) true true
// expect: x 10 y 20
func divmod(a: int64, b: int64) (int64, int64) { return (a / b, a % b) }

func main() {
    let t = (1, "a")
    println(t, t.0, t.1)
    let (q, r) = divmod(38, 5)
    println(q, r)
    let a = 1
    let b = 2
    (a, b) = (b, a)
    println(a, b)
    let u = (0, 2)
    u.0 = 1
    println(u, u == (1, 2), (1, 2) < (1, 3))
    for (name, n) in [("x", 10), ("y", 20)] { print("${name} ${n}${if name == "x" { " " } else { "\n" }}") }
}
