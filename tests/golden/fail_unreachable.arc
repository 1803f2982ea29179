// error: 10:5 ARC0200 unknown function `missing`
func f() int64 {
    return 1
    println("never")
}

func main() {
    let unused = 3
    println(f())
    missing()
}
