// expect: [2, 3, 4] 3 9
// expect: [3, 4]
// expect: [2, 3, 4] [1, 20, 3, 4, 5]
// expect: [7, 3, 4] [2, 3, 4]
// expect: still here 3
// expect: []
func sum(xs: []int64) int64 {
    let s: int64 = 0
    for x in xs { s += x }
    return s
}

func middle() []int64 {
    let owner = [9, 1, 2, 9]
    return owner[1..3]
}

func main() {
    let v = [1, 2, 3, 4, 5]
    let s = v[1..4]
    println(s, s.len(), sum(s))
    println(s[1..])
    v[1] = 20                 // the slice keeps what it saw
    println(s, v)
    let t = s
    t[0] = 7                  // value semantics for slices too
    println(t, s)
    println("still here", sum(middle()))
    println(v[2..2])
}
