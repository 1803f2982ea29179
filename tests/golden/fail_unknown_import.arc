// Expectations: ./arcw golden --update
// error: 3:8 ARC0203 the standard library has no package `std/nothing`
import "std/nothing"

func main() {
    println(1)
}
