// expect: a é 😀 1 2 4
// expect: A z true false true
// expect: 97 128512
// expect: h-é-l-😀-
// expect: 'a' '\n'
func main() {
    let smile = '\u{1F600}'
    println('a', 'é', smile, 'a'.utf8_len(), 'é'.utf8_len(), smile.utf8_len())
    println('a'.to_upper(), 'Z'.to_lower(), '7'.is_digit(), 'x'.is_digit(), 'x' < 'y')
    println('a'.code(), smile.code())
    for c in "hél😀".chars() { print("${c}-") }
    println("")
    println("${'a':?} ${'\n':?}")
}
