// Expectations: ./arcw golden --update
// error: 9:14 ARC0076 `self` is a value of the running program
// error: 11:10 ARC0076 a pack takes values of the running program
// error: 12:23 ARC0076 code that is defined elsewhere has no `comptime` parameters
// error: 15:18 ARC0076 a function value has no `comptime` parameters: it is made once
struct Counter {
    n: int64

    func add(comptime self c: *Counter) { c.n += 1 }
}
func log(comptime args...) { println(args...) }
extern "C" { func abs(comptime n: int32) int32 }

func main() {
    let f = func(comptime n: int64) int64 { return n }
    println(f(1))
}
