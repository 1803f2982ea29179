// expect: 1 2 1
// expect: text 7
func main() {
    let x = 1
    print(x, "")
    {
        let x = 2
        print(x, "")
    }
    println(x)
    let y = "text"
    if let y = y.parse_int().ok() { println("number", y) } else {
        let z = 7
        println(y, z)
    }
}
