// Expectations: ./arcw golden --update
// error: 6:12 ARC0041 expected an expression, found keyword `let`
// error: 8:15 ARC0040 expected `,` or `)`, found `y`
// error: 9:5 ARC0049 `var` is not a keyword of Arc
func main() {
    let x = 
    let y = 3 +
    println(x y)
    var z = 5
}
