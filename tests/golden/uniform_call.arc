// expect: 9 9
// expect: 3.0
// expect: 11
// expect: [2, 4] 6
struct Box {
    value: int64
}

func doubled(b: Box) int64 { return b.value * 2 }

func bump(b: *Box, by: int64) { b.value += by }

func half(x: float64) float64 { return x / 2.0 }

func total(self b: Box) int64 { return b.value + 1 }

func add(xs: vector<int64>) int64 {
    let sum: int64 = 0
    for x in xs { sum += x }
    return sum
}

func main() {
    let b = Box{value: 4}
    println(b.doubled() + 1, doubled(b) + 1)
    println(6.0.half())
    b.bump(6)
    println(b.total())
    let xs = [2, 4]
    println(xs, xs.add())
}
