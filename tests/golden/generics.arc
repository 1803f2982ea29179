// expect: 7 b 2.5
// expect: Pair{first: 1, second: "x"} Pair{first: "x", second: 1}
// expect: 3 2 1 
// expect: true
// expect: [0, 1, 4, 9]
// expect: 12 4
struct Pair<A, B> {
    first: A
    second: B

    func swapped(self p: Pair<A, B>) Pair<B, A> { return Pair<B, A>{first: p.second, second: p.first} }
}

struct Stack<T> {
    items: vector<T>

    func push(self s: *Stack<T>, x: T) { s.items.push(x) }
    func pop(self s: *Stack<T>) T? { return s.items.pop() }
    func is_empty(self s: Stack<T>) bool { return s.items.is_empty() }
}

func larger<T>(a: T, b: T) T {
    if a > b { return a }
    return b
}

func build<T>(n: int64, f: func(int64) T) vector<T> {
    let out: vector<T> = []
    for i in 0..n { out.push(f(i)) }
    return out
}

struct Matrix<comptime ROWS: usize, comptime COLUMNS: usize> {
    cells: [ROWS][COLUMNS]int64

    func sum(self m: *Matrix<ROWS, COLUMNS>) int64 {
        let s: int64 = 0
        for r in 0..ROWS {
            for c in 0..COLUMNS { s += m.cells[r][c] }
        }
        return s
    }
}

func count<comptime N: usize>(xs: [N]int64) usize { return N }

func main() {
    println(larger(3, 7), larger("a", "b"), larger(2.5, 1.5))
    let p = Pair{first: 1, second: "x"}
    println(p, p.swapped())
    let s = Stack<int64>{}
    for i in 1..=3 { s.push(i) }
    for let x = s.pop() { print("${x} ") }
    println("")
    println(s.is_empty())
    println(build(4, |i| i * i))
    let m = Matrix<2, 3>{}
    for r in 0..2 {
        for c in 0..3 { m.cells[r][c] = 2 }
    }
    println(m.sum(), count([1, 2, 3, 4]))
}
