// Expectations: ./arcw golden --update
// error: 3:45 ARC0220 generic instances need each other more than 300 deep here; the last one is of `deep`
func deep(comptime n: int64) int64 { return deep(n + 1) }

func main() { println(deep(0)) }
