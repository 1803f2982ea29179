// error: 9:20 ARC0215 expected `int32`, found `string`
// error: 10:21 ARC0215 expected `string`, found `int64`
// error: 11:19 ARC0215 expected `int64`, found `string`
// error: 12:19 ARC0215 expected `bool`, found `int64`
// error: 13:8 ARC0215 expected `bool`, found `int64`
func twice(n: int64) int64 { return n * 2 }

func main() {
    let n: int32 = "text"
    let s: string = 5
    println(twice("x"), n, s)
    let b: bool = 1
    if 1 { println(b) }
}
