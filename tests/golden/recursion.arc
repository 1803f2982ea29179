// expect: 6765 3628800
// expect: 125 moves 127
// expect: true false
// expect: 1 2 4 3
func fib(n: int64) int64 {
    if n < 2 { return n }
    return fib(n - 1) + fib(n - 2)
}

func factorial(n: int64) int64 {
    return if n <= 1 { 1 } else { n * factorial(n - 1) }
}

func ackermann(m: int64, n: int64) int64 {
    if m == 0 { return n + 1 }
    if n == 0 { return ackermann(m - 1, 1) }
    return ackermann(m - 1, ackermann(m, n - 1))
}

func hanoi(n: int64) int64 {
    if n == 0 { return 0 }
    return hanoi(n - 1) * 2 + 1
}

func is_even(n: int64) bool {
    if n == 0 { return true }
    return is_odd(n - 1)
}

func is_odd(n: int64) bool {
    if n == 0 { return false }
    return is_even(n - 1)
}

func walk(edges: map<int64, vector<int64>>, at: int64, seen: *set<int64>) {
    if !seen.insert(at) { return }
    for next in edges[at] { walk(edges, next, seen) }
}

func main() {
    println(fib(20), factorial(10))
    println(ackermann(3, 4), "moves", hanoi(7))
    println(is_even(10), is_odd(10))
    let edges: map<int64, vector<int64>> = {1: [2, 3], 2: [4], 3: [4], 4: []}
    let seen: set<int64> = {}
    walk(edges, 1, &seen)
    println(seen.to_vector().map(|n| "${n}").join(" "))
}
