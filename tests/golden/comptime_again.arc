// Expectations: ./arcw golden --update
// expect: 30 [0, 1, 4, 9, 16]
// expect: prime
// expect: 11 ["x: int64", "y: float64"] ["slots: [2]int64"]
// expect: [1, 2, 4, 8, 16] [1, 10, 100, 1000, 10000]
// expect: 0 [8, 9]
// expect: 1 [8, 9]
// expect: 42
// Constants that need each other, in any order of the source; blocks in functions, in generic functions and in loops over types;
// conditions and lengths that are computed.
const TOTAL = comptime PARTS.sum()
const PARTS = comptime { let out: vector<int64> = []
    for i in 0..COUNT { out.push(i * i) }
    out }
const COUNT: int64 = comptime { let n = 3
    n + 2 }

func is_prime(n: int64) bool {
    if n < 2 { return false }
    for let i = 2; i * i <= n; i++ {
        if n % i == 0 { return false }
    }
    return true
}

func next_prime(n: usize) usize {
    let candidate = n
    for !is_prime(cast<int64>(candidate)) { candidate += 1 }
    return candidate
}

struct Buckets<comptime N: usize> { slots: [next_prime(N)]int64 }

func names<T>() vector<string> {
    return comptime {
        let out: vector<string> = []
        comptime for f in @fields(T) { out.push("${f.name}: ${@name_of(@fieldtype(f))}") }
        out
    }
}

struct Point { x: int64, y: float64 }

func powers<comptime BASE: int64>() [5]int64 {
    return comptime { let out: [5]int64
        let p: int64 = 1
        for i in 0..5 { out[i] = p
            p *= BASE }
        out }
}

func main() {
    println(TOTAL, PARTS)
    comptime if is_prime(1009) { println("prime") } else { println(no_such_name) }
    let b = Buckets<10>{}
    println(b.slots.len(), names<Point>(), names<Buckets<2>>())
    println(powers<2>(), powers<10>())
    for i in 0..2 { println(i, comptime { let v = [7, 8]
        v.map(|x| x + 1) }) }
    let f = |x: int64| x + comptime { let n = 40
        n + 2 }
    println(f(0))
}
