// Expectations: ./arcw golden --update
// expect: 3 7
// exit: 101
// expect-stderr: panic: stops 7
// What comptime code says: prints to the build's output, nothing when the program runs.
func check(n: int64) int64 {
    if @at_comptime() { comptime_print("checking", n) }
    comptime_print("n is ${n}")
    comptime_warn("unheard at run time")
    return n
}

const A = comptime { comptime_print("hello from the build", [1, 2])
    1 + 2 }

func main() {
    println(A, check(7))
    comptime_error("stops", 7)
}
