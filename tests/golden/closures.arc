// expect: 10 7
// expect: 6 8
// expect: 11 12 11
// expect: hello, Ada
// expect: 120
// expect: [3, 2, 1]
// expect: 5
func apply(n: int64, f: func(int64) int64) int64 { return f(n) }

func adder(k: int64) func(int64) int64 { return |x| x + k }

func compose(f: func(int64) int64, g: func(int64) int64) func(int64) int64 { return |x| g(f(x)) }

func triple(x: int64) int64 { return x * 3 }

func make_greeter(greeting: string) func(string) string {
    return func(name: string) string { return "${greeting}, ${name}" }
}

func product(k: int64, acc: int64) int64 {
    if k <= 1 { return acc }
    return product(k - 1, acc * k)
}

func factorial(n: int64) int64 {
    return product(n, 1)
}

func main() {
    println(apply(5, |x| x * 2), apply(4, adder(3)))
    println(apply(2, triple), compose(adder(1), |x| x * 2)(3))
    let k = 10
    let f = || k + 1
    k = 11
    let g = || k + 1
    println(f(), g(), f())              // captured by value
    println(make_greeter("hello")("Ada"))
    println(factorial(5))
    let fs: vector<func() int64> = []
    for i in 1..=3 { fs.push(|| i) }
    fs.reverse()
    println(fs.map(|h| h()))
    let counter = 0
    let bump = func(c: *int64) { *c += 5 }
    bump(&counter)
    println(counter)
}
