// Expectations: ./arcw golden --update
// error: 7:5 ARC0241 this `int64!` may hold an error, and is not looked at
// error: 8:5 ARC0240 the value of this expression is not used
func risky() int64! { return error("no") }

func main() {
    risky()
    1 + 2
}
