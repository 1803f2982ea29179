// Expectations: ./arcw golden --update
// error: 5:37 ARC0246 only_numbers takes integers
// A package's own errors, reported where the instance is made.
func only_numbers<T>(x: T) T {
    comptime if @kind(T) != "int" { @compile_error("only_numbers takes integers") }
    return x
}

func main() {
    println(only_numbers(1))
    println(only_numbers("text"))
}
