// Expectations: ./arcw golden --update
// error: 7:5 ARC0238 `break` outside of a loop
// error: 8:5 ARC0238 `continue` outside of a loop
// warning: 9:9 ARC0242 `i` is never used
// error: 10:9 ARC0238 there is no enclosing loop labelled `missing`
func main() {
    break
    continue
    for i in 0..3 {
        break missing
    }
}
