// expect: numbers good
// expect: texts good
// expect: stable good
func next(seed: *uint64) uint64 {
    *seed = *seed *% 6364136223846793005 +% 1442695040888963407
    return *seed >> 33
}

func pattern(kind: int64, n: int64, seed: *uint64) vector<int64> {
    let v: vector<int64> = []
    for i in 0..n {
        v.push(match kind {
            0 => cast<int64>(next(seed) % 1000000)      // random
            1 => i                                      // sorted
            2 => n - i                                  // reversed
            3 => cast<int64>(next(seed) % 3)            // few values
            4 => 7                                      // one value
            5 => if i < n / 2 { i } else { n - i }      // up and down
            6 => i % 16                                 // saw
            _ => if i % 97 == 0 { cast<int64>(next(seed) % 1000) } else { i }  // nearly sorted
        })
    }
    return v
}

func check<T>(sorted: vector<T>) {
    for i in 1..sorted.len() { assert(!(sorted[i] < sorted[i - 1])) }
}

func main() {
    let seed: uint64 = 1
    for kind in 0..8 {
        for n in [0, 1, 2, 3, 5, 24, 25, 100, 1000, 20000] {
            let v = pattern(kind, n, &seed)
            let sum = v.sum()
            v.sort()
            check(v)
            assert(v.sum() == sum && v.len() == cast<usize>(n))
        }
    }
    println("numbers good")
    for kind in 0..8 {
        let v = pattern(kind, 1000, &seed).map(|x| "key ${x}")
        let total = v.join().len()
        v.sort()
        check(v)
        assert(v.join().len() == total)
        v.sort_by(|a, b| a > b)
        v.reverse()
        check(v)
    }
    println("texts good")
    for kind in 0..8 {
        let v = pattern(kind, 500, &seed).enumerate()
        v.sort_by(|a, b| a.1 < b.1)
        for i in 1..v.len() { assert(v[i - 1].1 < v[i].1 || (v[i - 1].1 == v[i].1 && v[i - 1].0 < v[i].0)) }
    }
    println("stable good")
}
