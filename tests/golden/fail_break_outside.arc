// error: 5:5 ARC0238 `break` outside of a loop
// error: 6:5 ARC0238 `continue` outside of a loop
// error: 8:9 ARC0238 there is no enclosing loop labelled `missing`
func main() {
    break
    continue
    for i in 0..3 {
        break missing
    }
}
