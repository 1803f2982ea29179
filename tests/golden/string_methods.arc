// expect: ["a", "b", "", "c"] ["x"]
// expect: ["one", "two", "three"]
// expect: ["l1", "l2", "l3"]
// expect: [trim] [trim  ] [  trim]
// expect: true false true true
// expect: 2 null 9 0
// expect: heLLo HELLO hello
// expect: ababab -  --
// expect: a-b-c abc
// expect: key value
// expect: 00042 42... ολλεh
// expect: 3 5
func main() {
    println("a,b,,c".split(","), "x".split(","))
    println("  one two\tthree\n".split_whitespace())
    println("l1\nl2\r\nl3\n".lines())
    println("[${"  trim  ".trim()}] [${"  trim  ".trim_start()}] [${"  trim  ".trim_end()}]")
    println("hello".starts_with("he"), "hello".ends_with("he"), "hello".contains("ell"), "hello".contains('o'))
    println("hello".find("l"), "hello".find("z"), "hello hello".rfind("l"), "x".find(""))
    println("hello".replace("l", "L"), "hello".to_upper(), "HELLO".to_lower())
    println("ab".repeat(3), "-".repeat(1), "", "-".repeat(2))
    println(["a", "b", "c"].join("-"), ["a", "b", "c"].join())
    if let (k, v) = "key=value".split_once("=") { println(k, v) }
    println("42".pad_start(5, '0'), "42".pad_end(5, '.'), "hελλο".reverse())
    println("hello world foo".count("o") - 1, "a,b,c,d,e".split(',').len())
}
