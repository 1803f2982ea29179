// Expectations: ./arcw golden --update
// error: 6:19 ARC0221 `128` does not fit `int8`
// error: 7:20 ARC0221 `-1` does not fit `uint8`
// error: 8:20 ARC0221 `3_000_000_000` does not fit `int32`
func main() {
    let a: int8 = 128
    let b: uint8 = -1
    let c: int32 = 3_000_000_000
    println(a, b, c)
}
