// expect: 7 x [1, 2]
// expect: 3 4
// expect: Pair{a: 1, b: "b"}
struct Pair<A, B> {
    a: A
    b: B
}

func elsewhere<T>(x: T) T {
    let p = process func(v: T) T { return v }(ProcessConfig{}, x)
    return p.wait()
}

struct Runner {
    jobs: vector<process<int64>>

    func add(self r: *Runner, n: int64) {
        r.jobs.push(process func(k: int64) int64 { return k + 1 }(ProcessConfig{}, n))
    }
}

func main() {
    println(elsewhere(7), elsewhere("x"), elsewhere([1, 2]))
    let r = Runner{}
    r.add(2)
    r.add(3)
    println(r.jobs[0].wait(), r.jobs[1].wait())
    println(elsewhere(Pair{a: 1, b: "b"}))
}
