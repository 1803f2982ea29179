// Expectations: ./arcw golden --update
// error: 5:11 ARC0258 a function cannot leave comptime with what it captured here: a raw pointer, a handle, or values in another package's code
// A closure leaves comptime only if what it captured can.
func f(p: *int64) func() int64 { return || *p }
const F = comptime {
    let x = 3
    f(&x)
}
func main() { println(F()) }
