// expect: [0, 0, 0, 0] 4
// expect: [1, 2, 3] 6
// expect: [1, 20, 3] [1, 2, 3]
// expect: [[1, 2], [3, 4]] 3
// expect: [2, 3] true
// expect: 1 1
// expect: [3, 2, 1] [1, 2, 3]
struct Grid {
    cells: [2][2]int64
}

func sum(xs: [3]int32) int32 {
    let s: int32 = 0
    for x in xs { s += x }
    return s
}

func main() {
    let zeros: [4]int64
    println(zeros, zeros.len())
    let a: [3]int32 = [1, 2, 3]
    println(a, sum(a))
    let b = a
    b[1] = 20
    println(b, a)
    let g = Grid{cells: [[1, 2], [3, 4]]}
    println(g.cells, g.cells[1][0])
    println(a[1..], a == [1, 2, 3])
    for i, x in a {
        if i == 0 { println(i + 1, x) }
    }
    let c = a
    c.reverse()
    print(c)
    c.sort()
    println("", c)
}
