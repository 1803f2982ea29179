// Expectations: ./arcw golden --update
// error: 18:13 ARC0215 expected a value, found the type `Point`
// error: 19:13 ARC0211 `os` is a package, not a value
// error: 20:13 ARC0211 this is a type, not a value
// error: 21:16 ARC0211 there is no value here to print
// error: 22:13 ARC0211 `vector` is a generic type, not a value
// error: 23:13 ARC0211 this gives no value to pass on
// error: 24:11 ARC0211 there is no value here to match
// error: 25:14 ARC0211 this is a type, not a value
// Types, packages and calls without a result where a value is wanted.
import "std/os"

struct Point { x: int64 }

func quiet() {}

func main() {
    let a = Point
    println(os)
    println(Point)
    println("${quiet()}")
    let b = vector
    println(quiet())
    match quiet() { _ => {} }
    for x in Point { println(x) }
    println(os.args.len())
}
