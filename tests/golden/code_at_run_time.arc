// Expectations: ./arcw golden --update
// expect: 5
// exit: 101
// A program can hold a function that makes code; calling it when the program runs is an error.
func added(x: int64) code { return code { ${x} + 1 } }

func main() {
    println(comptime added(4))
    let _c = added(4)
}
