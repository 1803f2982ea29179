// Expectations: ./arcw golden --update
// error: 6:65 ARC0220 types grow without end here: one is made of more than 2048 others
// Instances without end that what runs during the build asks for.
struct A<T> { x: T? }
func doubling<T>(x: T, n: int64) int64 {
    return if n == 0 { 0 } else { doubling(A<T>{x: x}, n - 1) + doubling((x, x), n - 1) }
}
func main() { println(comptime doubling(1, 3)) }
