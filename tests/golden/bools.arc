// expect: false true true false
// expect: left
// expect: false
// expect: left right
// expect: true
func say(word: string, value: bool) bool {
    print(word)
    return value
}

func main() {
    println(true && false, true || false, !false, true == false)
    let a = say("left", false) && say(" right", true)
    println("")
    println(a)
    let b = say("left", false) || say(" right", true)
    println("")
    println(b)
}
