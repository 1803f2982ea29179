// Expectations: ./arcw golden --update
// error: 12:13 ARC0261 this calls too deeply during the build: its stack is full
// error: 13:13 ARC0261 this calls too deeply during the build: its stack is full
// Endless recursion, and megabytes of locals nested, end at the limit of the stack.
func down(n: int64) int64 { return down(n + 1) + 1 }
func wide(n: int64) int64 {
    let a: [1048576]byte
    a[n % 7] = 1
    return if n == 0 { 0 } else { wide(n - 1) + cast<int64>(a[3]) }
}
func main() {
    println(comptime down(0))
    println(comptime wide(1000))
}
