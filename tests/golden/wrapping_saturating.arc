// expect: 4 254 44
// expect: 255 0 255
// expect: 127 -128
func main() {
    let a: uint8 = 250
    let b: uint8 = 10
    println(a +% b, cast<uint8>(4) -% cast<uint8>(6), a *% cast<uint8>(6) +% cast<uint8>(80))
    println(a +| b, b -| a, a *| b)
    let h: int8 = 127
    let l: int8 = -128
    println(h +| cast<int8>(1), l -| cast<int8>(1))
}
