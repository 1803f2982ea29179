// expect: a b c 6
// expect: x y xy
// expect: i v [0, 9]
// expect: left right true
// expect: first second 3
// expect: one two three
// expect: 1 2 3 
func say(word: string, n: int64) int64 {
    print(word, "")
    return n
}

func text(word: string) string {
    print(word, "")
    return word
}

func sum(a: int64, b: int64, c: int64) int64 { return a + b + c }

struct P {
    x: int64
    y: int64
}

func main() {
    println(sum(say("a", 1), say("b", 2), say("c", 3)))
    println(text("x") + text("y"))
    let v = [0, 0]
    v[say("i", 1)] = say("v", 9)
    println(v)
    println(say("left", 1) < say("right", 2))
    let p = P{x: say("first", 1), y: say("second", 2)}
    println(p.x + p.y)
    let t = (say("one", 1), say("two", 2))
    assert(t.0 == 1 && t.1 == 2)
    println("three")
    let i = 0
    let w = [10, 20, 30]
    for x in w {
        i++
        print(i, "")
        w = [x]
    }
    println("")
}
