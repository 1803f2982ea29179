// Expectations: ./arcw golden --update
// error: 4:39 ARC0220 types nest without end here: one is more than 128 deep
// Every instance needs another one of a larger type.
func wrap<T>(value: T) int64 { return wrap([value]) }

func main() {
    println(wrap(1))
}
