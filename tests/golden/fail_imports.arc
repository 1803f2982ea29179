// Expectations: ./arcw golden --update
// error: 7:11 ARC0207 two imports are named `os`
// warning: 8:1 ARC0209 package `env` is imported and not used
// error: 11:16 ARC0202 package `os` has nothing named `now`
// A package that is not used, and two of one name.
import "std/os"
import os "std/time"
import "std/env"

func main() {
    println(os.now())
}
