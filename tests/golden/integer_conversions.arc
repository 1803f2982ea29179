// expect: 5 5 5 200
// expect: 255 44 127
// expect: 4294967295 -1
// expect: -1 < 1 holds true
// expect: 3 -3 3.0
// expect: 1073741824
func main() {
    let small: int8 = 5
    let wide: int64 = small         // loses nothing: implicit
    let middle: int32 = small
    let b: byte = 200
    let n: int32 = b
    println(small, wide, middle, n)
    println(cast<uint8>(255), truncate<uint8>(300), saturate<int8>(1000))
    let minus: int32 = -1
    println(bitcast<uint32>(minus), truncate<int32>(4294967295))
    // Comparisons between integer types compare the mathematical values.
    let u: uint64 = 1
    println("-1 < 1 holds", minus < u)
    println(cast<int32>(3.7), cast<int32>(-3.7), cast<float64>(3))
    println(bitcast<uint32>(cast<float32>(2.0)))
}
