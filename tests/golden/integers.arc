// expect: 42 1000000 255 493 10
// expect: 8192 8388608 2147483648
// expect: -128 127 255
// expect: -9223372036854775808 9223372036854775807 18446744073709551615
// expect: 7 -3 3 -1
// expect: 12 2 14 -3 40 2
func main() {
    println(42, 1_000_000, 0xff, 0o755, 0b1010)
    println(8_KB, 8_MB, 2_GB)
    let low: int8 = -128
    let high: int8 = 127
    let top: uint8 = 255
    println(low, high, top)
    let least: int64 = -9223372036854775808
    let most: int64 = 9223372036854775807
    let all: uint64 = 18446744073709551615
    println(least, most, all)
    // Division cuts towards zero; the remainder has the sign of the left side.
    println(15 / 2, -7 / 2, 15 % 4, -7 % 2)
    println(8 | 4, 3 & 6, 8 ^ 6, ~2, 5 << 3, 9 >> 2)
}
