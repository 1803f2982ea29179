// Expectations: ./arcw golden --update
// error: 4:21 ARC0259 this does not end during the build
// What has no end runs out of fuel: a loop, and calls that are no recursion.
const LOOP: int64 = comptime {
    let n: int64 = 1
    for n != 0 { n = n | 1 }
    n
}
func main() { println(LOOP) }
