// Expectations: ./arcw golden --update
// error: 7:16 ARC0206 `_find` is private to package `std/os`
// error: 9:15 ARC0206 field `_len` of `vector<int64>` is private to package `std/core`
import "std/os"

func main() {
    println(os._find())
    let v = [1]
    println(v._len)
}
