// expect: [1, 4, 9] [2]
// expect: 6 true false 14
// expect: ["1", "2", "3"]
// expect: 2 1 null
// expect: 1 3 6
// expect: [[1, 2], [3]] [[1, 2], [2, 3]]
// expect: [(0, "a"), (1, "b")]
// expect: 3
func main() {
    let v = [1, 2, 3]
    println(v.map(|x| x * x), v.filter(|x| x % 2 == 0))
    println(v.reduce(0, |a, b| a + b), v.any(|x| x > 2), v.all(|x| x > 2), v.reduce(0, |a, x| a + x * x))
    println(v.map(|x| "${x}"))
    println(v.find(|x| x > 1), v.position(|x| x == 2), v.find(|x| x > 9))
    println(v.min()!, v.max()!, v.sum())
    println(v.chunks(2), v.windows(2))
    println(["a", "b"].enumerate())
    let bound = 0
    println(v.count_where(|x| x > bound))
}
