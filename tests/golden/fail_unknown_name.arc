// error: 4:13 ARC0200 unknown name `cuont`
// error: 6:20 ARC0200 unknown function `undefined`
func main() {
    println(cuont)
    let count = 1
    println(count, undefined(3))
}
