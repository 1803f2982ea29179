// expect: 1.5 0.1 100.0 -0.0 2e-9
// expect: 0.30000000000000004
// expect: 3.0 0.3333333333333333 2.5
// expect: inf -inf NaN true
// expect: 3.142 3.14 0003.1 1.50e3
// expect: true false
func divide(a: float64, b: float64) float64 { return a / b }

func main() {
    println(1.5, 0.1, 100.0, -0.0, 2e-9)
    println(0.1 + 0.2)
    println(divide(9.0, 3.0), divide(1.0, 3.0), 1.25 * 2.0)
    let nan = divide(0.0, 0.0)
    println(divide(1.0, 0.0), divide(-1.0, 0.0), nan, nan != nan)
    let pi = 3.14159265
    println("${pi:.3} ${pi:.2} ${pi:06.1} ${1500.0:.2e}")
    println(1.0 < 2.0, 1.0 > 2.0)
}
