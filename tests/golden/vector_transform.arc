// expect: [1, 2] [3, 4] [] [4, 3, 2, 1]
// expect: [1, 1, 2, 2] [10, 30]
// expect: ([2, 4], [1, 3])
// expect: {1: ["a", "b"], 2: ["cc"]} {"x": 2, "y": 1} ["x", "y"]
// expect: cc a null
// expect: 1 2 [3, 4]
// expect: 10
func main() {
    let v = [1, 2, 3, 4]
    println(v.take(2), v.skip(2), v.skip(9), v.reversed())
    println([1, 2].flat_map(|x| [x, x]), ["10", "x", "30"].filter_map(|s| s.parse_int().ok()))
    println(v.partition(|x| x % 2 == 0))
    println(["a", "cc", "b"].group_by(|s| s.len()), ["x", "y", "x"].counts(), ["x", "y", "x"].unique())
    let none: vector<string> = []
    println(["a", "cc", "b"].max_by_key(|s| s.len()), ["a", "cc", "b"].min_by_key(|s| s.len()), none.min_by_key(|s| s.len()))
    let it = v.iter()
    print(it.next()!, "")
    println(it.next()!, it.rest())
    let total: int64 = 0
    let p = &total
    v.for_each(|x| { *p += x })
    println(total)
}
