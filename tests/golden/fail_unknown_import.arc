// error: 2:8 ARC0203 there is no package `std/nothing`
import "std/nothing"

func main() {
    println(1)
}
