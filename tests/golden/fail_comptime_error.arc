// Expectations: ./arcw golden --update
// error: 11:35 ARC0258 7 is odd
// warning: 13:1 ARC0271 halves are experimental
// error: 13:1 ARC0258 no  4  you
// error: 20:13 ARC0258 3 is odd
// comptime_error says the user's own words, with the chain of instances; others in the batch are not lost.
func even<T>(n: T) T {
    if n % 2 != 0 { comptime_error("${n} is odd") }
    return n
}
func half<T>(n: T) T { return n / comptime even<T>(7) }

comptime {
    comptime_warn("halves are experimental")
    comptime_error("no ", 4, " you")
}

func main() {
    println(half(8))
    println(comptime even(3))
}
