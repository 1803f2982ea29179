// The spectral norm of an infinite matrix: spectral_norm [N]
// (the program of the Computer Language Benchmarks Game)

import "std/math"
import "std/os"

@inline
func a(i: usize, j: usize) float64 { return 1.0 / cast<float64>((i + j) * (i + j + 1) / 2 + i + 1) }

func times(v: vector<float64>, out: *vector<float64>) {
    let n = v.len()
    for i in 0..n {
        let sum = 0.0
        for j in 0..n { sum += a(i, j) * v[j] }
        (*out)[i] = sum
    }
}

func times_transposed(v: vector<float64>, out: *vector<float64>) {
    let n = v.len()
    for i in 0..n {
        let sum = 0.0
        for j in 0..n { sum += a(j, i) * v[j] }
        (*out)[i] = sum
    }
}

func main() void! {
    let n: usize = 100
    if os.args.len() > 1 { n = cast<usize>(os.args[1].parse_uint()?) }
    let u = vector<float64>(n, 1.0)
    let v = vector<float64>(n, 0.0)
    let t = vector<float64>(n, 0.0)
    for _ in 0..10 {
        times(u, &t)
        times_transposed(t, &v)
        times(v, &t)
        times_transposed(t, &u)
    }
    let vbv = 0.0
    let vv = 0.0
    for i in 0..n {
        vbv += u[i] * v[i]
        vv += v[i] * v[i]
    }
    println("${math.sqrt(vbv / vv):.9}")
}
