// expect: -128 127 0 255
// expect: -32768 32767 65535
// expect: -2147483648 2147483647 4294967295
// expect: -9223372036854775808 9223372036854775807 18446744073709551615
// expect: -128 -32768 0 0
// expect: 254 4294967294 18446744073709551614
// expect: -1 -1 1
// expect: 16 2147483648 -9223372036854775808
// expect: -1 -2 15 268435455
// expect: 0 63 64 7
// expect: true true true
func main() {
    let a: int8 = -128
    let b: int8 = 127
    let c: uint8 = 0
    let d: uint8 = 255
    println(a, b, c, d)
    let e: int16 = -32768
    let f: int16 = 32767
    let g: uint16 = 65535
    println(e, f, g)
    let h: int32 = -2147483648
    let i: int32 = 2147483647
    let j: uint32 = 4294967295
    println(h, i, j)
    let k: int64 = -9223372036854775808
    let l: int64 = 9223372036854775807
    let m: uint64 = 18446744073709551615
    println(k, l, m)
    println(b +% 1, f +% 1, d +% 1, m +% 1)
    println(d *% 2, j *% 2, m *% 2)
    println(a / 127, -7 / 4, 7 % 3)
    let one: uint32 = 1
    let big: int64 = 1
    println(one << 4, one << 31, big << 63)
    println(-1 >> 3, -7 >> 2, 255 >> 4, j >> 4)
    let x: uint64 = 0
    println(x, @ctz(bitcast<uint64>(k)), @clz(x), @popcount(cast<uint8>(0x7f)))
    println(k < l, m > l, cast<int64>(-1) < x)
}
