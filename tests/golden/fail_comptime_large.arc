// Expectations: ./arcw golden --update
// error: 4:30 ARC0263 the value is too large for a constant
// A value that is too large for a constant.
const ZEROS: vector<int64> = comptime {
    let v: vector<int64> = []
    for _ in 0..40_000_000 { v.push(0) }
    v
}
func main() { println(ZEROS.len()) }
