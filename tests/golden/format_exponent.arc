// Exponent form of integers: exact, half goes to the even digit.
// Expectations: ./arcw golden --update
// expect: 1.2345e4 -1.2e3 0e0 7E0
// expect: 1.0e3 1e3 1.2e2 1.4e2 1.000e0
// expect:       1.23e4|0001.2e4|+5e0
// expect: 1.8446744073709551615e19 1e19
func main() {
    println("${12345:e} ${-1200:e} ${0:e} ${7:E}")
    println("${999:.1e} ${999:.0e} ${125:.1e} ${135:.1e} ${1:.3e}")
    println("${12345:>12.2e}|${12345:08.1e}|${5:+e}")
    println("${@max_of(uint64):e} ${@max_of(uint64) / 2 + 776627963145224193:.0e}")
}
