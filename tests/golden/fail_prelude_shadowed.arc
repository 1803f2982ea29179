// Expectations: ./arcw golden --update
// error: 10:13 ARC0215 expected `int64`, found `string`
// error: 12:21 ARC0215 expected `vector`, found `vector<int64>`
// A program's own names come before those of the standard library; literals still mean the library's types.
struct vector { length: int64 }

func println(n: int64) {}

func main() {
    println("text")
    let v = vector{length: 1}
    let w: vector = [1, 2]
    println(v.length)
    println(w.length)
}
