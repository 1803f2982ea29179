// One name for many things, for debuggers to tell apart.
func many(n: int64) int64 {
    let x = n
    if n > 0 {
        let x = "inner"
        println(x)                      // line: inner
    } else {
        println(x)
    }
    for i in 0..2 {
        let x = i * 10                  // line: not yet
        println(x)                      // line: loop
    }
    for i in ["a"] { println(i) }
    match n {
        5 => println("five")
        x => {
            println(x)                  // line: arm
        }
    }
    let found: int64? = n + 1
    if let x = found {
        println(x)                      // line: if let
    }
    let f = |x: string| "${x}!"         // line: closure
    println(f("z"))
    println(x)                          // line: outer
    let x = true
    println(x)                          // line: again
    return n
}

func main() { println(many(3)) }
