// expect: 1.4142135623730951 0.0 1.0
// expect: 2.0 -2.0 3.0 2.0
// expect: 1024 6 12
// expect: 8.0 2.718281828459045
// expect: 1000000000
import "std/math"

func main() {
    println(math.sqrt(2.0), math.sin(0.0), math.cos(0.0))
    println(math.floor(2.7), math.ceil(-2.7), math.round(2.5), math.trunc(2.9))
    println(math.power(2, 10), math.gcd(54, 24), math.lcm(4, 6))
    println(math.pow(2.0, 3.0), math.exp(1.0))
    println(math.integer_sqrt(1000000000000000000))
}
