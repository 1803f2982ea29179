// expect: Hello, world!
func main() {
    println("Hello, world!")
}
