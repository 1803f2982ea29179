// Expectations: ./arcw golden --update
// error: 8:13 ARC0231 `int64` cannot be indexed
// error: 9:14 ARC0232 `int64` cannot be iterated over
// error: 10:5 ARC0225 `int64` is not a function
// error: 12:5 ARC0224 the elements of `string` cannot be changed
func main() {
    let n = 5
    println(n[0])
    for x in n { println(x) }
    n()
    let s = "text"
    s[0] = 65
}
