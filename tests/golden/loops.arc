// expect: 0 1 2 
// expect: 0 1 2 3 
// expect: 5 4 3 2 1 
// expect: 0:a 1:b 
// expect: 0 2 4 
// expect: 10 7 4 1
// expect: 1 2 4 8 16 
// expect: outer 1 inner 1
// expect: skip 0 skip 2 
// expect: a=1 b=2 
// expect: abc
// expect: 55
// expect: empty
func main() {
    for i in 0..3 { print("${i} ") }
    println("")
    for i in 0..=3 { print("${i} ") }
    println("")
    let n = 5
    for n > 0 {
        print("${n} ")
        n--
    }
    println("")
    for i, s in ["a", "b"] { print("${i}:${s} ") }
    println("")
    for let i = 0; i < 6; i += 2 { print("${i} ") }
    println("")
    println((0..=3).map(|i| 10 - i * 3).map(|x| "${x}").join(" "))
    let x = 1
    for {
        print("${x} ")
        x *= 2
        if x > 16 { break }
    }
    println("")
    outer: for i in 0..3 {
        for j in 0..3 {
            if i == 1 && j == 1 {
                println("outer ${i} inner ${j}")
                break outer
            }
            if j > i { continue outer }
        }
    }
    for i in 0..4 {
        if i % 2 == 1 { continue }
        print("skip ${i} ")
    }
    println("")
    for k, v in {"a": 1, "b": 2} { print("${k}=${v} ") }
    println("")
    for c in 'a'..='c' { print(c) }
    println("")
    let sum: int64 = 0
    for i in 1..=10 { sum += i }
    println(sum)
    for i in 5..5 { println("never", i) }
    for i in 3..1 { println("never", i) }
    println("empty")
}
