// Expectations: ./arcw golden --update
// error: 4:16 ARC0258 `@add_func` works for the `comptime` blocks of a package, which stand outside of functions
// error: 10:31 ARC0258 `@add_func` works for the `comptime` blocks of a package, which stand outside of functions
const INSIDE = comptime { @add_func("inside", code { func() {} })
    3 }
func adds() int64 {
    @add_func("other", code { func() {} })
    return 1
}
func main() { println(INSIDE, comptime adds()) }
