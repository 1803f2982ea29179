// Expectations: ./arcw golden --update
// expect: 3 3 5 ["one", "two", "three"] 14 14 one
// Constants made of embedded files are known to importers, which do not have the files.
import "lib"

func main() {
    comptime for name in lib.NAMES { print("${name.len()} ") }
    println(lib.NAMES, lib.LENGTH, lib.TEXT.len(), lib.first())
}
