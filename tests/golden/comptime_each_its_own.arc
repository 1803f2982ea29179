// Expectations: ./arcw golden --update
// expect: 3 4 30 40 0
// expect: int64 true 8 8
// expect: string true 24 24
// expect: float64 true 8 8
// expect: int8 true 1 1
// expect: 1 24
// expect: 4 2
// expect: 7 8 9 6
// An expression runs once for each state of what it may depend on, and what only looks alike runs by itself.
const A: int64 = 3
const B: int64 = 4

struct Maybe<comptime N: int64?> {
    x: int64
    func n(self f: Maybe<N>) int64? { return N }
}

func same(n: int64) int64 { return n + 0 }

const NA = same(3)
const NB = same(4)

func matched<comptime N: int64>() int64 {
    return comptime match N { NA => { 30 }, NB => { 40 }, _ => { 0 } }
}

func hash(s: string) int64 {
    let n: int64 = 0
    for c in s.bytes() { n = (n * 31 + cast<int64>(c)) % 1000 }
    return n
}

// The part of the pack has another type in each round.
func each(args...) {
    comptime for x in args {
        let y = x
        const N = comptime {
            let v: vector<@typeof(y)> = []
            @sizeof(@typeof(y)) + v.len()
        }
        println(@name_of(@typeof(x)), comptime hash(@name_of(@typeof(x))) == hash(@name_of(@typeof(x))), @sizeof(@typeof(x)), N)
    }
}

// A quote in a splice stands in a copy of the quote around it, each with types of its own.
func size_of(n: usize) usize { return n + 0 }
func sized(e: code) code {
    return code {
        let v = ${e}
        _ = v
        ${code { comptime size_of(@sizeof(@typeof(v))) }}
    }
}
func both(a: code, b: code) code { return code { println(${sized(a)}, ${sized(b)}) } }

// What is known before the operation that needs it is emitted.
func pick(n: int64) int64 { return n + 1 }
const K = comptime pick(1)
func sum(a: int64, b: usize) int64 { return a + cast<int64>(b) }

// A constant that is made at its first use is read by several evaluations.
const TEXT = "ab".repeat(3).len()

func main() {
    let a: Maybe<A>
    let b: Maybe<B>
    println(a.n(), b.n(), matched<3>(), matched<4>(), matched<5>())
    each(1, "a", 2.5, cast<int8>(3))
    let small: int8 = 1
    comptime both(code { small }, code { "text" })
    println(sum(K, @sizeof([K]int8)), K)
    let x: [TEXT + 1]int8
    let y: [TEXT + 2]int8
    let z: [TEXT + 3]int8
    println(x.len(), y.len(), z.len(), TEXT)
}
