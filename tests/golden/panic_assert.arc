// expect: checked
// expect-stderr: assertion failed: total == 3
// exit: 101
func main() {
    let total = 2
    assert(total == 2)
    assert(total > 1, "with a message")
    println("checked")
    assert(total == 3)
}
