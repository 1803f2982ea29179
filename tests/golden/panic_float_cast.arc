// expect: 9007199254740992 -3
// expect-stderr: panic: value does not fit the target type of the cast
// exit: 101
func to_int(x: float64) int32 { return cast<int32>(x) }

func main() {
    println(cast<int64>(9007199254740992.0), to_int(-3.9))
    println(to_int(3000000000.0))
}
