namespace hex

import "std/rand"

test "vectors of RFC 4648" {
    for (plain, coded) in [("", ""), ("f", "66"), ("fo", "666f"), ("foobar", "666f6f626172")] {
        assert(encode(plain) == coded && decode(coded)! == plain.to_vector() && decode(coded.to_upper())! == plain.to_vector())
    }
}

test "random bytes there and back" {
    let r = rand.Rng(seed: 1)
    for length in 0..100 {
        let data = r.bytes(cast<usize>(length))
        assert(decode(encode(data))! == data)
    }
}

test "what is wrong" {
    for (bad, at) in [("0g", 1), ("g0", 0), ("00é", 2), ("0011 2", 4), ("zz", 0)] {
        if let err(e) = decode(bad) {
            assert(e.message == "invalid hexadecimal digit at byte ${at}", "${bad}: ${e}")
        } else {
            panic(bad)
        }
    }
    assert(decode("0").is_err() && decode("123").is_err())
}

test "dump" {
    assert(dump([]) == "")
    assert(dump("0123456789abcdefé\n".bytes()) == """
        00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|
        00000010  c3 a9 0a                                          |...|

        """)
}
