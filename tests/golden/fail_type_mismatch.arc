// Expectations: ./arcw golden --update
// error: 10:20 ARC0215 expected `int32`, found `string`
// error: 11:21 ARC0215 expected `string`, found `int64`
// error: 12:19 ARC0215 expected `int64`, found `string`
// error: 13:19 ARC0215 expected `bool`, found `int64`
// error: 14:8 ARC0215 expected `bool`, found `int64`
func twice(n: int64) int64 { return n * 2 }

func main() {
    let n: int32 = "text"
    let s: string = 5
    println(twice("x"), n, s)
    let b: bool = 1
    if 1 { println(b) }
}
