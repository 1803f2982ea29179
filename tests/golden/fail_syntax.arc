// error: 5:12 ARC0041 expected an expression, found keyword `let`
// error: 7:15 ARC0040 expected `,` or `)`, found `y`
// error: 8:5 ARC0049 `var` is not a keyword of Arc
func main() {
    let x = 
    let y = 3 +
    println(x y)
    var z = 5
}
