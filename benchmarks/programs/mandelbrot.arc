// The Mandelbrot set as a portable bitmap, N by N: mandelbrot [N]
// (the program of the Computer Language Benchmarks Game)

import "std/io"
import "std/os"

func main() void! {
    let n: usize = 200
    if os.args.len() > 1 { n = cast<usize>(os.args[1].parse_uint()?) }
    io.write("P4\n${n} ${n}\n")
    let row_bytes = (n + 7) / 8
    let row: vector<byte> = vector<byte>(row_bytes, 0)
    let scale = 2.0 / cast<float64>(n)
    for y in 0..n {
        let ci = cast<float64>(y) * scale - 1.0
        for let xb: usize = 0; xb < row_bytes; xb++ {
            let bits: uint32 = 0
            for let k: usize = 0; k < 8; k++ {
                let x = xb * 8 + k
                let cr = cast<float64>(x) * scale - 1.5
                let zr = 0.0
                let zi = 0.0
                let tr = 0.0
                let ti = 0.0
                let i = 0
                for i < 50 && tr + ti <= 4.0 {
                    zi = 2.0 * zr * zi + ci
                    zr = tr - ti + cr
                    tr = zr * zr
                    ti = zi * zi
                    i++
                }
                bits = bits << 1
                if x < n && tr + ti <= 4.0 { bits = bits | 1 }
            }
            row[xb] = truncate<byte>(bits)
        }
        io.write(row)
    }
}
