// Expectations: ./arcw golden --update
// error: 4:36 ARC0220 generic instances need each other more than 300 deep here; the last one is of `count`
// Every instance needs another one with one argument more.
func count(args...) int64 { return count(1, args...) }

func main() {
    println(count())
}
