// Expectations: ./arcw golden --update
// expect-stderr: panic: too large
// expect-stderr: panic_added_function.arc:6 (in main.checked)
// exit: 101
comptime { @add_func("checked", code { func(n: int64) int64 {
    if n > 2 { panic("too large") }
    return n
} }) }
func main() { println(checked(3)) }
