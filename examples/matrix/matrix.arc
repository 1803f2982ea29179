// Matrices whose dimensions are part of their types: what does not fit together does not compile, and nothing is asked at run time.

struct Matrix<comptime ROWS: usize, comptime COLUMNS: usize> {
    cells: [ROWS][COLUMNS]float64

    func transposed(self m: Matrix<ROWS, COLUMNS>) Matrix<COLUMNS, ROWS> {
        let out: Matrix<COLUMNS, ROWS>
        for i in 0..ROWS {
            for k in 0..COLUMNS { out.cells[k][i] = m.cells[i][k] }
        }
        return out
    }

    func to_string(self m: Matrix<ROWS, COLUMNS>) string {
        let lines: vector<string> = []
        for i in 0..ROWS { lines.push(m.cells[i].to_vector().map(|x| "${x:>7.3}").join(" ")) }
        return lines.join("\n")
    }
}

func product<comptime N: usize, comptime M: usize, comptime P: usize>(a: Matrix<N, M>, b: Matrix<M, P>) Matrix<N, P> {
    let out: Matrix<N, P>
    for i in 0..N {
        for j in 0..P {
            for k in 0..M { out.cells[i][j] += a.cells[i][k] * b.cells[k][j] }
        }
    }
    return out
}

func identity<comptime N: usize>() Matrix<N, N> {
    let out: Matrix<N, N>
    for i in 0..N { out.cells[i][i] = 1.0 }
    return out
}

/// `m` to the power of `n`, by squaring.
func power<comptime N: usize>(m: Matrix<N, N>, n: int64) Matrix<N, N> {
    let out = identity<N>()
    let square = m
    for let rest = n; rest > 0; rest /= 2 {
        if rest % 2 == 1 { out = product(out, square) }
        square = product(square, square)
    }
    return out
}

// How the weather goes on in 30 days, from a day's chances: worked out while the program is built.
const TOMORROW = Matrix<3, 3>{cells: [[0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0.2, 0.3, 0.5]]}
const IN_A_MONTH = comptime power(TOMORROW, 30)

func main() {
    let today = Matrix<1, 3>{cells: [[0.0, 0.0, 1.0]]}
    println(product(today, TOMORROW))
    println(product(today, IN_A_MONTH))
    let wide = Matrix<2, 3>{cells: [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]}
    println(product(wide, wide.transposed()))
    // product(wide, wide) does not compile: three columns do not fit two rows.
}
