// Expectations: ./arcw golden --update
// error: 3:1 ARC0250 a program needs `func main()`
func helper() {}
