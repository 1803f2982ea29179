// expect: [ é ] [é  ] [  é]
// expect: naïve 😀 5 7
// expect: a,b,c|abc
// expect: 0:a 1:b 
// expect: bytes 97 98 195 169
// expect: a\tb \"q\" \\ \u{1}
// expect: hell hello hello!
// expect: aaaaaaaaaa aXbXc
// expect: keep this: [1, 2] and {"k": "v"}
// expect: shared shared! sh
func main() {
    println("[${"é":^3}] [${"é":<3}] [${"é":>3}]")
    let s = "naïve 😀"
    println(s, s[0..5].count_chars() + 1, s.count_chars())
    println("a,b,c".split(",").join(",") + "|" + "a,b,c".replace(",", ""))
    for i, c in "ab" { print("${i}:${c} ") }
    println("")
    print("bytes")
    for b in "abé".bytes() { print("", b) }
    println("")
    println("a\tb \"q\" \\ \u{1}".quoted()[1..].strip_suffix("\"")!)
    let h = "hello"
    let k = h[0..4]
    h += "!"
    println(k, h.strip_suffix("!")!, h)
    println("a".repeat(10), ["a", "b", "c"].join("X"))
    println("keep this: ${[1, 2]} and ${{"k": "v"}}")
    let t = "sha" + "red"
    let u = t
    u += "!"
    println(t, u, t[0..2])
}
