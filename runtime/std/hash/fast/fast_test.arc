namespace fast

test "FNV-1a, known answers" {
    assert(fnv1a("") == 0xCBF29CE484222325 && fnv1a("a") == 0xAF63DC4C8601EC8C && fnv1a("foobar") == 0x85944171F73967E8)
}

test "seeds" {
    let a = Seed(value: 1)
    let b = Seed(value: 2)
    assert(a.hash("x") == Seed(value: 1).hash("x") && a.hash("x") != b.hash("x") && a.hash((1, "x")) == a.hash((1, "x")))
    assert(Seed().hash(1) != Seed().hash(1) || Seed().hash(1) != Seed().hash(1))
    assert(a.bytes("text") == a.bytes("text".bytes()))
    assert(a.bytes("text") == a.bytes("text".to_vector()))
    assert(a.bytes("text") != a.bytes("texu"))
    assert(combine(1, 2) != combine(2, 1))
}

test "one changed bit changes half of the hash's bits" {
    let s = Seed(value: 3)
    for length in 1..70 {
        let data: vector<byte> = []
        data.resize(cast<usize>(length), 0x55)
        let before = s.bytes(data)
        let changed = 0
        let tries = 0
        for i in 0..length {
            for bit in [0, 3, 7] {
                let other = data
                other[i] = other[i] ^ (cast<byte>(1) << cast<byte>(bit))
                changed += cast<int64>(@popcount(before ^ s.bytes(other)))
                tries += 1
            }
        }
        let average = changed / tries
        assert(average >= 26 && average <= 38, "${length}: ${average}")
    }
}

test "hashes of small numbers spread over the low and high bits" {
    let s = Seed(value: 4)
    let low: vector<int64> = []
    let high: vector<int64> = []
    low.resize(256, 0)
    high.resize(256, 0)
    for i in 0..25_600 {
        let h = s.hash(i)
        low[h & 255] += 1
        high[h >> 56] += 1
    }
    for n in low { assert(n > 50 && n < 160, "${low}") }
    for n in high { assert(n > 50 && n < 160, "${high}") }
}
