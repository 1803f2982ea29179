// expect: true false true
// expect: 10 11 0
// expect: [0, 3, 6, 9] [2, 1, 0]
// expect: [0, 1, 2] 10
// expect: 0..5 3
// expect: 0..5 0..=-1 'a'..'c' [1.5..=2.5]
func main() {
    let r = 0..10
    println(r.contains(9), r.contains(10), (0..=10).contains(10))
    println(r.len(), (0..=10).len(), (5..5).len())
    println((0..10).step_by(3), (0..3).reversed())
    println((0..3).to_vector(), (0..5).sum())
    let low = 0
    let high = 5
    let sum = 0
    for i in low..high {
        if i % 2 == 1 { continue }
        sum += 1
    }
    println("${low}..${high}", sum)
    println(low..high, 0..=-1, 'a'..'c', [1.5..=2.5])
}
