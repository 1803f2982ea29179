// Expectations: ./arcw golden --update
// error: 8:13 ARC0205 unknown intrinsic `@sizof`
// error: 9:13 ARC0245 `@sizeof` takes a type
// error: 10:13 ARC0245 `@popcount` takes an integer
// error: 11:13 ARC0245 `@compute_id()` only has a meaning in the `init` of a compute template
// An intrinsic that does not exist, and intrinsics with the wrong arguments.
func main() {
    println(@sizof(int64))
    println(@sizeof(3))
    println(@popcount(1.5))
    println(@compute_id())
}
