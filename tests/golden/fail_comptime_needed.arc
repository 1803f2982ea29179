// Expectations: ./arcw golden --update
// error: 16:17 ARC0221 this is `-1`, which does not fit `usize`
// error: 17:16 ARC0221 `"n"` cannot be the length of an array
// error: 18:26 ARC0215 expected `usize`, found `[1, 2]`
// error: 21:17 ARC0215 expected `bool`, found `int64`
// error: 22:23 ARC0232 `comptime for` cannot go through a `int64`
// error: 24:13 ARC0219 `keep` cannot be called with T = int64
// What must be known at once, and is not a value that can stand there: each is said.
func list() vector<int64> { return [1, 2] }
func negative() int64 { return -1 }
func text() string { return "n" }
func small<T>() bool { return @sizeof(T) < 8 && text() == "n" }
func keep<T>(x: T) T where small<T>() { return x }
struct Ring<T, comptime N: usize> { data: [N]T }

func length(a: [negative()]byte) {}
func named(b: [text()]byte) {}
func ring(c: Ring<byte, {list()}>) {}

func main() {
    comptime if negative() { println("no") }
    comptime for n in negative() { println(n) }
    println(keep(cast<int32>(1)))
    println(keep(1))
}
