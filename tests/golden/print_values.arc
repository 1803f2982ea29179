// expect: 1 -2 3.5 true x text
// expect: no newline, then one
// expect: 
// expect: [1, 2, 3] (1, "two") {"a": 1} {1, 2} null 7
func main() {
    println(1, -2, 3.5, true, 'x', "text")
    print("no newline, ")
    print("then one\n")
    println()
    let none: int64? = null
    let some: int64? = 7
    println([1, 2, 3], (1, "two"), {"a": 1}, {1, 2}, none, some)
}
