func main() {
    println("Hello, world!")
}
