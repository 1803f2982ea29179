// expect: 254 255
// expect-stderr: panic: integer overflow in addition
// exit: 101
func main() {
    let b: uint8 = 254
    print(b)
    b++
    println("", b)
    b++
    println(b)
}
