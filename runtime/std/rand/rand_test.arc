namespace rand

test "known numbers of splitmix64 and xoshiro256++" {
    let x: uint64 = 1234567
    assert(_split_mix(&x) == 6457827717110365317 && _split_mix(&x) == 3203168211198807973)
    let r = Rng{_a: 1, _b: 2, _c: 3, _d: 4}
    let wanted: vector<uint64> = [41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205,
        9973669472204895162,
        14011001112246962877, 12406186145184390807, 15849039046786891736, 10450023813501588000]
    for w in wanted { assert(r.next() == w) }
}

test "seeds" {
    let a = Rng(seed: 42)
    let b = Rng(seed: 42)
    let c = Rng(seed: 43)
    let same = 0
    for _ in 0..100 {
        let x = a.next()
        assert(x == b.next())
        if x == c.next() { same += 1 }
    }
    assert(same == 0)
    let p = Rng()
    let q = Rng()
    assert(p.next() != q.next() || p.next() != q.next())
}

/// Whether the counts are what `n` equally likely draws give: chi-squared below a bound that one seed in millions exceeds.
func _is_even(counts: vector<usize>, n: usize) bool {
    let expected = cast<float64>(n) / cast<float64>(counts.len())
    let chi = 0.0
    for c in counts {
        let d = cast<float64>(c) - expected
        chi += d * d / expected
    }
    let freedom = cast<float64>(counts.len() - 1)
    return chi < freedom + 6.0 * @sqrt(2.0 * freedom) + 10.0
}

test "numbers below a bound are equally likely" {
    let r = Rng(seed: 5)
    let bounds: vector<usize> = [1, 2, 3, 6, 10, 100, 255]
    for bound in bounds {
        let counts: vector<usize> = []
        counts.resize(bound, 0)
        for _ in 0..bound * 1000 { counts[r.below(bound)] += 1 }
        assert(_is_even(counts, bound * 1000), "${bound}: ${counts}")
    }
    // Two thirds of all numbers: a method that takes remainders would hit the lower half twice as often.
    let bound: uint64 = 0xAAAAAAAAAAAAAAAA
    let counts: vector<usize> = [0, 0, 0, 0]
    for _ in 0..4000 {
        let x = r.below(bound)
        assert(x < bound)
        counts[x / (bound / 4 + 1)] += 1
    }
    assert(_is_even(counts, 4000), "${counts}")
}

test "ranges of all types" {
    let r = Rng(seed: 6)
    let seen: set<int64> = {}
    for _ in 0..1000 {
        let x = r.range(-3, 4)
        assert(x >= -3 && x < 4)
        seen.insert(x)
        let small = r.range<int8>(-128, 127)
        assert(small < 127)
        let any = r.range<int64>(@min_of(int64), @max_of(int64))
        assert(any < @max_of(int64))
        let size = r.range<usize>(5, 6)
        assert(size == 5)
        let f = r.range(-2.5, 7.5)
        assert(f >= -2.5 && f < 7.5)
    }
    assert(seen.len() == 7)
}

test "floats, booleans and distributions" {
    let r = Rng(seed: 7)
    let sum = 0.0
    let squares = 0.0
    let waits = 0.0
    let trues = 0
    let n = 100_000
    for _ in 0..n {
        let x = r.float()
        assert(x >= 0.0 && x < 1.0)
        let z = r.normal(mean: 3.0, deviation: 2.0)
        sum += z
        squares += (z - 3.0) * (z - 3.0)
        waits += r.exponential(rate: 4.0)
        if r.bool(probability: 0.25) { trues += 1 }
    }
    let count = cast<float64>(n)
    assert(@abs(sum / count - 3.0) < 0.05 && @abs(squares / count - 4.0) < 0.1 && @abs(waits / count - 0.25) < 0.01)
    assert(trues > 24_000 && trues < 26_000)
}

test "all orders of a shuffle are equally likely" {
    let r = Rng(seed: 8)
    let counts: map<vector<int64>, usize> = {}
    for _ in 0..24_000 {
        let v = [0, 1, 2, 3]
        r.shuffle(&v)
        counts[v] += 1
    }
    assert(counts.len() == 24 && _is_even(counts.values(), 24_000), "${counts.values()}")
    let words = ["a", "b", "c"]
    let copy = words
    r.shuffle(&words)
    assert(copy == ["a", "b", "c"] && words.sorted() == copy)
}

test "choosing" {
    let r = Rng(seed: 9)
    assert(r.choose<int64>([]).is_null() && r.choose([7]) == 7)
    let counts: vector<usize> = [0, 0, 0, 0]
    for _ in 0..8000 { counts[r.choose_weighted([1.0, 0.0, 2.0, 5.0])!] += 1 }
    assert(counts[1] == 0 && counts[0] > 850 && counts[0] < 1150 && counts[3] > 4800 && counts[3] < 5200)
    assert(r.choose_weighted([]).is_null() && r.choose_weighted([0.0, -1.0]).is_null())
    let some = r.sample(["a", "b", "c", "d"], 3)
    assert(some.len() == 3 && some.to_set().len() == 3 && r.sample([1, 2], 9).sorted() == [1, 2])
    assert(r.permutation(100).sorted() == (0..100).to_vector().map(|i| cast<usize>(i)) && r.bytes(13).len() == 13)
}

test "split generators differ" {
    let r = Rng(seed: 10)
    let a = r.split()
    let b = r.split()
    let seen: set<uint64> = {}
    for _ in 0..1000 {
        assert(seen.insert(r.next()) && seen.insert(a.next()) && seen.insert(b.next()))
    }
}

test "bytes of the system" {
    assert(secure_bytes(0).is_empty() && secure_bytes(1000).to_set().len() > 200 && secure_bytes(32) != secure_bytes(32))
    for _ in 0..200 { assert(secure_below(3) < 3) }
    let token = secure_token(40)
    assert(token.len() == 40 && token != secure_token(40) && secure_token(3, "é").len() == 6)
}
