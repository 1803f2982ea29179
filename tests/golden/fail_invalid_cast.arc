// Expectations: ./arcw golden --update
// error: 14:13 ARC0222 `cast` does not convert `int64` to `bool`
// error: 15:13 ARC0222 `cast` does not convert `string` to `int64`
// error: 16:13 ARC0222 `cast` does not convert `int64` to `string`
// error: 17:13 ARC0222 `bitcast` keeps the bits: `int32` has 32, `float64` has 64
// error: 18:13 ARC0222 `cast` does not convert `Point` to `int64`
// error: 19:13 ARC0222 `truncate` does not convert `int64` to `vector<int64>`
// error: 20:13 ARC0225 the type `int64` cannot be called
// error: 21:13 ARC0226 `cast<T>(…)` takes one value
// Conversions that the conversions do not make.
struct Point { x: int64 }

func main() {
    println(cast<bool>(1))
    println(cast<int64>("12"))
    println(cast<string>(12))
    println(bitcast<float64>(cast<int32>(1)))
    println(cast<int64>(Point{x: 1}))
    println(truncate<vector<int64>>(1))
    println(int64("12"))
    println(cast<int64>(1, 2))
}
