// Expectations: ./arcw golden --update
// error: 4:37 ARC0238 there is no enclosing loop labelled `outer`
// A label of the place where code is put is not seen by code that is written elsewhere.
func leaving() code { return code { break outer } }

func main() {
    outer: for { comptime leaving() }
}
