// Expectations: ./arcw golden --update
// expect: first of main second of main
// expect: other 50
// expect: 63
// Code comes from functions of other packages, and is the code that they quoted.
import "lib"

func mine() code { return code { "first of main" } }
func mine2() code { return code { "second of main" } }

func main() {
    let n = 4
    println(comptime mine(), comptime mine2())
    println(comptime lib.other(), comptime lib.increased(code { n }))
    println(comptime lib.all([code { 1 }, code { n }, lib.increased(code { n * 2 })]))
}
