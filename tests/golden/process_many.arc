// expect: [0, 1, 4, 9, 16, 25, 36, 49]
// expect: {"a": 2, "b": 1}
func main() {
    let jobs: vector<process<int64>> = []
    for i in 0..8 {
        jobs.push(process func(n: int64) int64 { return n * n }(ProcessConfig{}, i))
    }
    let out: vector<int64> = []
    for j in jobs { out.push(j.wait()) }
    println(out)
    let counters: vector<process<map<string, int64>>> = []
    for text in ["a b", "a"] {
        counters.push(process func(t: string) map<string, int64> {
            let m: map<string, int64> = {}
            for w in t.split(" ") { m[w] += 1 }
            return m
        }(ProcessConfig{}, text))
    }
    let all: map<string, int64> = {}
    for c in counters { all.merge(c.wait(), |a, b| a + b) }
    println(all)
}
