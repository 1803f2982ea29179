// Expectations: ./arcw golden --update
// error: 6:1 ARC0236 missing `return`: the function must give a `int64`
func sign(n: int64) int64 {
    if n < 0 { return -1 }
    if n > 0 { return 1 }
}

func main() {
    println(sign(3))
}
