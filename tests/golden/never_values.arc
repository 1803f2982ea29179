// expect: nothing
// expect: none 0
// expect: failed: always
// expect: left
// `never` has no values: what would hold one may be declared, looped over and matched, and nothing happens.
enum Either {
    Left
    Right(a: int64, b: never)
}

struct Nothing {}

func failing() never! { return error("always") }

struct Endless {
    func next(self e: *Endless) never? { return null }
}

func name(e: Either) string {
    return match e {
        Either.Left => "left"
        Either.Right(a, b) => "right ${a}"
    }
}

func main() {
    let v: vector<never> = []
    for x in v { println("some", 1) }
    for i, x in v { println("some", i) }
    for x in (Endless{}) { println("some") }
    println("nothing")
    let o: never? = null
    match o {
        null => println("none", v.len())
        value => println("some")
    }
    let pair: (int64, never)? = null
    if let (a, b) = pair { println(a) }
    match failing() {
        ok(value) => println("ok")
        err(e) => println("failed: ${e.message}")
    }
    println(name(Either.Left))
}
