// Expectations: ./arcw golden --update
// error: 5:22 ARC0267 the value of `FIRST` needs itself
// Values that need themselves: the way is told edge by edge.
func through(n: int64) int64 { return n + SECOND }
const FIRST: int64 = comptime { through(1) }
const SECOND: int64 = comptime { FIRST + 1 }

func main() { println(FIRST) }
