// Expectations: ./arcw golden --update
// error: 6:1 ARC0258 two
// error: 7:1 ARC0258 three
// Each block of a package runs.
comptime { if 1 > 2 { comptime_error("one") } }
comptime { if 2 > 1 { comptime_error("two") } }
comptime { if 3 > 1 { comptime_error("three") } }

func main() { println("built") }
