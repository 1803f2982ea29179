// Expectations: ./arcw golden --update
// error: 12:20 ARC0257 this panics during the build: index 4 out of bounds for length 4
// error: 20:13 ARC0257 this panics during the build: division by zero
// error: 21:13 ARC0257 this panics during the build: index 0 out of bounds for length 0
// error: 23:13 ARC0257 this panics during the build: value does not fit the target type of the cast
// A panic during the build is an error at the block, with the stack of calls.
func index(i: int64) int32 {
    let t: [4]int32
    return t[i]
}
func outer(i: int64) int32 { return index(i + 1) }
const OUT: int32 = comptime {
    let n = 3
    outer(n)
}
func quotient(n: int64) int64 { return 100 / n }

func main() {
    println(OUT)
    println(comptime quotient(0))
    println(comptime { let v: vector<string> = []
        v[0] })
    println(comptime cast<int8>(quotient(1) * 2))
}
