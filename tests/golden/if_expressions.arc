// expect: big small
// expect: 3 2
// expect: negative zero positive
// expect: 15
func sign(n: int64) string {
    return if n < 0 { "negative" } else if n == 0 { "zero" } else { "positive" }
}

func main() {
    let n = 10
    println(if n > 5 { "big" } else { "small" }, if n > 50 { "big" } else { "small" })
    let a = if n > 5 {
        let x = 1
        x + 2
    } else {
        0
    }
    println(a, match n { 10 => 2, _ => 1 })
    println(sign(-1), sign(0), sign(1))
    let sum = 0
    for i in 0..6 { sum += if i % 2 == 0 { i } else { i - 0 } }
    println(sum)
}
