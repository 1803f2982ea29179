// Expectations: ./arcw golden --update
// error: 10:58 ARC0270 `self` has no value while the program is built
// warning: 15:9 ARC0242 `type_is_known` is never used
// error: 16:23 ARC0270 `n` has no value while the program is built
// error: 16:44 ARC0270 `factor` has no value while the program is built
// error: 21:9 ARC0237 `return` cannot leave a `comptime` expression: it runs during the build
// What runs during the build does not see the variables of the function around it.
struct Counter {
    n: int64
    func twice(self: *Counter) int64 { return comptime { self.n * 2 } }
}
func scaled(n: int64) int64 {
    let factor = n + 1
    const known = 3
    let type_is_known = comptime { @sizeof(@typeof(factor)) + truncate<usize>(known) }
    return comptime { n * 2 } + comptime { factor } + cast<int64>(type_is_known)
}
func main() {
    println(scaled(2))
    comptime {
        return
    }
}
