// expect: 4950
// expect: 64 true
func main() {
    let total: int64 = 0
    for round in 0..10 {
        let ts: vector<thread<int64>> = []
        for i in 0..10 { ts.push(thread func(n: int64) int64 { return n }(ThreadConfig{}, round * 10 + i)) }
        for t in ts { total += t.join() }
    }
    println(total)
    // Each thread works on values of its own.
    let shared: map<string, vector<int64>> = {"a": [1, 2, 3]}
    let ts: vector<thread<map<string, vector<int64>>>> = []
    for i in 0..64 {
        ts.push(thread func(m: map<string, vector<int64>>, n: int64) map<string, vector<int64>> {
            let out = m
            for k in 0..200 { out["a"].push(k * n) }
            out["b${n}"] = [n]
            return out
        }(ThreadConfig{}, shared, i))
    }
    let good = true
    for i, t in ts {
        let m = t.join()
        if m["a"].len() != 203 || m["b${i}"] != [cast<int64>(i)] { good = false }
    }
    println(ts.len(), good && shared == {"a": [1, 2, 3]})
}
