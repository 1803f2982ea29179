// Expectations: ./arcw golden --update
// error: 7:8 ARC0200 unknown function `own`
// error: 10:30 ARC0200 unknown function `through`
// error: 11:23 ARC0200 unknown function `own`
// error: 11:30 ARC0200 unknown function `through`
comptime { @add_func("own", code { func() int64 { return 1 } })
    if own() == 1 { comptime_print("x") } }
comptime { @add_func("through", code { func() int64 { return helper() } })
    comptime_print(helper()) }
func helper() int64 { return through() }
func main() { println(own(), through()) }
