// expect: 5 true false
// expect: 104 o
// expect: hello, world
// expect: ell lo he hello
// expect: true true false
// expect: tab	quote"backslash\ nul-free
// expect: raw \n stays
// expect: first
// expect:   second
// expect: third
func main() {
    let s = "hello"
    println(s.len(), s == "hello", s.is_empty())
    println(s[0], s[4..5])
    let t = s + ", " + "world"
    println(t)
    println(s[1..4], s[3..], s[..2], s[..])
    println("a" < "b", "Z" < "a", "abc" < "ab")
    println("tab\tquote\"backslash\\ nul-free")
    println(r"raw \n stays")
    println("""
        first
          second
        third
        """)
}
