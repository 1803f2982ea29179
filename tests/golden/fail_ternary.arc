// Expectations: ./arcw golden --update
// error: 8:20 ARC0073 there is no operator `? :`
// error: 9:26 ARC0073 there is no operator `? :`
// error: 10:5 ARC0001 unexpected character backtick
// The whole condition of `c ? a : b` is meant; a run of equal wrong characters is one error.
func main() {
    let a = 1
    let b = a == 2 ? "yes" : "no"
    println(b, a + 1 > 2 ? 1 : 2)
    ```
}
