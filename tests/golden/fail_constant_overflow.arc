// error: 3:20 ARC0221 `2147483648` does not fit `int32`
// error: 5:13 ARC0213 division by zero
const BIG: int32 = 2147483647 + 1
const ZERO = 0
const BAD = 5 / ZERO

func main() {
    println(BIG, BAD)
}
