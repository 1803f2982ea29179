// error: ARC0250 a program needs `func main()`
func helper() {}
