// Expectations: ./arcw golden --update
// error: 9:19 ARC0201 unknown type `vectr`
// error: 11:22 ARC0201 package `os` has no type `Filee`
// error: 11:37 ARC0200 there is no package `net` here
// error: 14:12 ARC0201 unknown type `integer`
// A type that is not there: mistyped, of a package without it, of a package that is not imported.
import "std/os"

func count(words: vectr<string>) int64 { return 0 }

func handle(file: os.Filee, socket: net.Socket) {}

func main() {
    let n: integer = 1
    println(n)
}
