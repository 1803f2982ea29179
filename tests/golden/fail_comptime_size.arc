// Expectations: ./arcw golden --update
// error: 4:8 ARC0267 what runs during the build to complete `S` needs it
// A type whose size depends on itself.
struct S { data: [size()]byte }
func size() usize {
    let s: S
    return s.data.len()
}
func main() {
    let s: S
    println(s.data.len())
}
