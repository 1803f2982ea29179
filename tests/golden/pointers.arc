// expect: 5
// expect: 6 7
// expect: Counter{n: 3}
// expect: [1, 20, 3] 20
// expect: 2 1
// expect: 60
struct Counter {
    n: int64
}

func set(p: *int64, v: int64) { *p = v }

func advance(c: *Counter) { c.n += 1 }

func exchange(a: *int64, b: *int64) {
    let t = *a
    *a = *b
    *b = t
}

func sum(data: *int64, len: usize) int64 {
    let s: int64 = 0
    for let i: usize = 0; i < len; i++ { s += data[i] }
    return s
}

func main() {
    let x: int64 = 1
    set(&x, 5)
    println(x)
    let p = &x
    *p += 1
    println(x, *p + 1)
    let c = Counter{n: 2}
    advance(&c)
    println(c)
    let v = [1, 2, 3]
    set(&v[1], 20)
    println(v, v[1])
    let a: int64 = 1
    let b: int64 = 2
    exchange(&a, &b)
    println(a, b)
    let w: [3]int64 = [10, 20, 30]
    println(sum(&w[0], 3))
}
