// expect: make a
// expect: make b
// expect: use a b
// expect: inner scope
// expect: make c
// expect: drop c
// expect: copies share
// expect: drop d
// expect: replaced
// expect: drop x
// expect: end
// expect: drop y
// expect: drop b
// expect: drop a
struct Noisy {
    name: string

    init(self n: *Noisy, name: string) {
        n.name = name
        println("make ${name}")
    }
    drop(self n: *Noisy) { println("drop ${n.name}") }
}

func main() {
    let a = Noisy("a")
    let b = Noisy("b")
    println("use", a.name, b.name)
    println("inner scope")
    if true {
        let c = Noisy("c")
    }
    println("copies share")
    if true {
        let d = Noisy{name: "d"}
        let e = d
        let f = [d, e]
    }
    println("replaced")
    let x = Noisy{name: "x"}
    x = Noisy{name: "y"}
    println("end")
}
