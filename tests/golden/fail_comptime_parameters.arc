// Expectations: ./arcw golden --update
// error: 23:48 ARC0202 `uint8` has no field or method `missing`
// error: 25:36 ARC0224 this cannot be assigned to
// error: 26:31 ARC0212 `n` of `repeat` must be known while compiling, and this is a value of the running program
// error: 30:13 ARC0219 `even` cannot be called with n = 3
// error: 30:28 ARC0221 `300` does not fit `uint8`
// error: 31:5 ARC0227 missing argument `n` of `repeat`
// error: 32:29 ARC0226 `repeat` takes 2 arguments, 3 are given
// error: 33:5 ARC0212 `n` of `repeat` must be known while compiling, and this is a value of the running program
// error: 36:13 ARC0265 this cannot be done during the build: writing to standard output (`comptime_print` shows text while building)
// error: 37:13 ARC0269 a `*int64` cannot be a constant: the memory that a `*int64` leads to ends with the evaluation
// error: 39:13 ARC0212 `n` of `even` must be known while compiling, and this is a value of the running program
// error: 39:28 ARC0201 unknown type `missing`
// error: 40:12 ARC0212 this is not known while compiling
// error: 41:12 ARC0215 expected `int64`, found `string`
// error: 42:13 ARC0211 `repeat` has `comptime` parameters, it is no value
// error: 43:34 ARC0211 `repeat` has `comptime` parameters, it is no value
// error: 44:18 ARC0210 expected a type, found a value
// error: 44:22 ARC0227 missing argument `T` of `make`
func make(comptime T: type) vector<T> { return [] }
func repeat(comptime n: int64, f: func()) { comptime for i in 0..n { f() } }
func even(comptime n: int64) int64 where n % 2 == 0 { return n }
func inner(comptime n: uint8) int64 { return n.missing }
func outer(comptime n: uint8) int64 { return inner(n) }
func assigned(comptime n: int64) { n = 3 }
func spread(args...) { repeat(args...) }
func nothing(comptime x: void) {}
func pointed(comptime p: *int64) {}
func main() {
    println(even(3), outer(300), outer(7))
    repeat(f: || println())
    repeat(3, || println(), 4)
    3.repeat(|| println())
    assigned(1)
    spread(3, || println())
    nothing(println())
    pointed(@null_ptr<int64>())
    let k = 1
    println(k.even(), make(missing))
    repeat(k + 1, || println())
    repeat("x", || println())
    let f = repeat
    let g: func(int64, func()) = repeat
    println(make(3), make<int64>(), f, g)
}
