// Expectations: ./arcw golden --update
// error: 5:17 ARC0267 this must be known before `decides` can be compiled, and needs to run it
// A condition that needs the code that it decides about.
func decides() bool {
    comptime if asks() { return true }
    return false
}
func asks() bool { return !decides() }

func main() { println(decides()) }
