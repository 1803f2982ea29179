// Expectations: ./arcw golden --update
// error: 14:13 ARC0264 this crashes during the build: null dereference (address 0x8)
// error: 15:13 ARC0264 this crashes during the build: invalid memory access (address 0x746a5288000)
// error: 16:13 ARC0264 this crashes during the build: null dereference (address 0x0)
// error: 17:5 ARC0264 this crashes during the build: illegal instruction
// Wild pointers crash the evaluation and nothing else.
func read(at: usize) int64 { return *(@null_ptr<int64>() + at) }
func write(at: usize) int64 {
    let p = @null_ptr<int64>() + at
    *p = 1
    return 0
}
func main() {
    println(comptime read(1))
    println(comptime write(1_000_000_000_000))
    println(comptime 6 * read(0))
    comptime { @trap() }
}
