// Expectations: ./arcw golden --update
// error: 6:18 ARC0244 `zz` is not a format
// error: 7:18 ARC0244 `.` is not a format
func main() {
    let n = 1
    println("${n:zz}")
    println("${n:.}")
}
