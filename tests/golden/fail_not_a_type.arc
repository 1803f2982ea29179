// Expectations: ./arcw golden --update
// error: 14:11 ARC0210 `SIZE` is not a type
// error: 16:11 ARC0210 `twice` is not a type
// error: 18:11 ARC0210 `os` is a package, not a type
// error: 20:18 ARC0210 expected a type, found a value
// error: 23:13 ARC0210 `twice` is not a type
// Values, functions, packages where a type is wanted.
import "std/os"

const SIZE: usize = 4

func twice(n: int64) int64 { return 2 * n }

func a(x: SIZE) {}

func b(x: twice) {}

func c(x: os) {}

func d(x: vector<4>) {}

func main() {
    let p = twice{x: 1}
    println(os.args.len())
}
