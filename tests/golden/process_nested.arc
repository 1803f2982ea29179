// expect: 120
// expect: [2, 4, 6]
// expect: inner: the process panicked: deep trouble
// expect: [10, 20]
func factorial(n: int64) int64 {
    if n <= 1 { return 1 }
    let smaller = process func(k: int64) int64 { return factorial(k) }(ProcessConfig{}, n - 1)
    return n * smaller.wait()
}

func main() {
    println(factorial(5))
    // Threads inside of a process.
    let p = process func(xs: vector<int64>) vector<int64> {
        let ts: vector<thread<int64>> = []
        for x in xs { ts.push(thread func(k: int64) int64 { return k * 2 }(ThreadConfig{}, x)) }
        return ts.map(|t| t.join())
    }(ProcessConfig{}, [1, 2, 3])
    println(p.wait())
    let q = process func() string {
        let inner = process func() int64 { panic("deep trouble") }(ProcessConfig{})
        return match inner.try_wait() {
            ok(v) => "value ${v}"
            err(e) => "inner: ${e.message.lines()[0]}"
        }
    }(ProcessConfig{})
    println(q.wait())
    // Processes inside of threads.
    let ts: vector<thread<int64>> = []
    for i in 1..=2 {
        ts.push(thread func(n: int64) int64 {
            let r = process func(k: int64) int64 { return k * 10 }(ProcessConfig{}, n)
            return r.wait()
        }(ThreadConfig{}, i))
    }
    println(ts.map(|t| t.join()))
}
