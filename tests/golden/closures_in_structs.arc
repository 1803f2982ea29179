// expect: +3 -> 13
// expect: *2 -> 26
// expect: 26
struct Step {
    name: string
    run: func(int64) int64
}

func main() {
    let by = 3
    let steps = [
        Step{name: "+${by}", run: |x| x + by},
        Step{name: "*2", run: |x| x * 2},
    ]
    let n: int64 = 10
    for s in steps {
        n = (s.run)(n)
        println("${s.name} -> ${n}")
    }
    println(n)
}
