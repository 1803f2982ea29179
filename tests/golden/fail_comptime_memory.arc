// Expectations: ./arcw golden --update
// error: 4:22 ARC0260 this needs more memory than there is for it during the build
// A list that grows for ever ends at the limit of memory.
const GROWN: usize = comptime {
    let list: vector<int64> = []
    for true { list.push(1) }
    list.len()
}
func main() { println(GROWN) }
