// Expectations: ./arcw golden --update
// error: 5:13 ARC0200 unknown name `cuont`
// error: 7:20 ARC0200 unknown function `undefined`
func main() {
    println(cuont)
    let count = 1
    println(count, undefined(3))
}
