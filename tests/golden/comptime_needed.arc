// Expectations: ./arcw golden --update
// expect: 6 32 18
// expect: Ring of 4
// expect: debug on
// expect: 0: one (3)
// expect: 1: two (3)
// expect: 2: three (5)
// expect: 2 + 3 + 5 + 7 = 17
// expect: red=1 green=2
// expect: small: 7
// expect: Green says yes
// expect: 120 24
// Values that are needed while compiling are run at once, also without the word: lengths, generic arguments, conditions, predicates,
// lists that `comptime for` goes through.
enum Color { Red, Green }

func fib(n: int64) int64 { return if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }
func is_debug() bool { return "debug".starts_with("de") }
func words() vector<string> { return "one two three".split(" ") }
func primes(below: int64) vector<int64> {
    let found: vector<int64> = []
    for n in 2..below {
        let prime = true
        for p in found { if n % p == 0 { prime = false } }
        if prime { found.push(n) }
    }
    return found
}
func favourite() Color { return Color.Green }
func factorial(n: int64) int64 { return if n < 2 { 1 } else { n * factorial(n - 1) } }

struct Ring<T, comptime N: usize> {
    data: [N]T
    func describe(self: *Ring<T, N>) string { return "Ring of ${N}" }
}
func fits<T>(limit: usize) bool { return @sizeof(T) <= limit }
func small<T>(x: T) string where fits<T>(4) { return "small: ${x}" }

struct Option { name: string, value: int64 }
const OPTIONS: [2]Option = comptime [Option{name: "red", value: fib(1)}, Option{name: "green", value: fib(3)}]
const WORDS = comptime words()
const FIVE: int64 = comptime { fib(5) }

func table<T>(comptime_free: T) int64 { return comptime factorial(4) }

func main() {
    let a: [fib(FIVE + 1) - 2]byte
    const n = comptime { fib(6) }
    let b: [n * 4]byte
    let c: [WORDS.len() * 6]byte
    println("${a.len()} ${b.len()} ${c.len()}")
    let ring: Ring<byte, {cast<usize>(fib(4) + 1)}>
    println(ring.describe())
    comptime if is_debug() { println("debug on") } else { @compile_error("never") }
    comptime for i, word in WORDS { println("${i}: ${word} (${word.len()})") }
    let sum = 0
    let text = ""
    comptime for p in primes(10) {
        let room: [p]byte
        sum += cast<int64>(room.len())
        text += if text == "" { "${p}" } else { " + ${p}" }
    }
    println("${text} = ${sum}")
    let line: vector<string> = []
    comptime for option in OPTIONS { line.push("${option.name}=${option.value}") }
    println(line.join(" "))
    println(small(cast<int32>(7)))
    comptime match favourite() {
        Color.Red => println("Red says no")
        Color.Green => println("Green says yes")
    }
    println("${comptime factorial(FIVE)} ${table(1)}")
}
