// Generic arguments that run during the build, with and without the word.
// expect: 2x3 8x5 6x4
// expect: 13 21 34
// expect: true
struct Matrix<comptime ROWS: usize, comptime COLUMNS: usize> {
    cells: [ROWS][COLUMNS]float64

    func size(self m: Matrix<ROWS, COLUMNS>) string { return "${ROWS}x${COLUMNS}" }
}

func fib(n: usize) usize { return if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }

func value<comptime N: usize>() usize { return N }

func main() {
    let a = Matrix<comptime (1 + 1), 3>{}
    let b: Matrix<comptime fib(6), comptime { let n: usize = 2
        n + 3 }> = Matrix<8, 5>{}
    println(a.size(), b.size(), Matrix<2 * 3, comptime fib(4) + 1>{}.size())
    println(value<comptime fib(7)>(), value<fib(8)>(), value<comptime { fib(9) }>())
    let n = 5
    println(n < comptime fib(9))
}
