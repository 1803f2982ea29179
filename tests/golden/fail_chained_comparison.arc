// Expectations: ./arcw golden --update
// error: 5:14 ARC0051 comparisons cannot be chained
func main() {
    let x = 2
    if 1 < x < 3 { println("between") }
}
