// Expectations: ./arcw golden --update
// warning: 7:5 ARC0243 this code is never reached
// warning: 11:9 ARC0242 `unused` is never used
// error: 13:5 ARC0200 unknown function `missing`
func f() int64 {
    return 1
    println("never")
}

func main() {
    let unused = 3
    println(f())
    missing()
}
