// Expectations: ./arcw golden --update
// error: 7:15 ARC0280 a `vector<type>` has a value during the build only
// error: 8:14 ARC0280 a `type` has a value during the build only
// A constant that holds types says `comptime`: there is no other time at which it could be worked out.
func smallest(limit: int64) type { return if limit < 128 { int8 } else { int16 } }

const KINDS = [int8, int16]
const KIND = smallest(100)

func main() {
    println(comptime KINDS.len())
    let k: KIND = 3
    println(k)
}
