// expect-stderr: panic: byte 3 is inside a character
// exit: 101
func main() {
    let s = "naïve"
    println(s[0..3])
}
