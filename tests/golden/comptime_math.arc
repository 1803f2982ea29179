// Mathematics during the build gives what it gives in the program.
// expect: true true true
// expect: true 4 1.000
import "std/math"

func sines(n: int64) vector<float64> {
    let out: vector<float64> = []
    for i in 0..n { out.push(math.sin(cast<float64>(i) * math.PI / 6.0)) }
    return out
}

const TABLE = comptime sines(4)

func main() {
    let x = 1.25
    const SIN = comptime math.sin(1.25)
    const EXP = comptime math.exp(1.25)
    const POW = comptime math.pow(1.25, 0.3)
    println(SIN == math.sin(x), EXP == math.exp(x), POW == math.pow(x, 0.3))
    println(TABLE == sines(4), TABLE.len(), "${TABLE[3]:.3}")
}
