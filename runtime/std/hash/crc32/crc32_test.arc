namespace crc32

import "std/rand"

test "known answers" {
    assert(sum("") == 0 && sum("a") == 0xE8B7BE43 && sum("123456789") == 0xCBF43926)
    assert(sum("The quick brown fox jumps over the lazy dog") == 0x414FA339)
    assert(castagnoli("123456789") == 0xE3069283 && castagnoli("") == 0)
    let zeros: vector<byte> = []
    zeros.resize(32, 0)
    assert(sum(zeros) == 0x190A55AD && castagnoli(zeros) == 0x8A9136AA)     // RFC 3720, B.4
    zeros.fill(255)
    assert(castagnoli(zeros) == 0x62A8AB43)
}

/// Bit by bit, from the definition.
func _plain(polynomial: uint32, data: vector<byte>) uint32 {
    let c: uint32 = 0xFFFFFFFF
    for b in data {
        c = c ^ b
        for _ in 0..8 { c = if (c & 1) != 0 { (c >> 1) ^ polynomial } else { c >> 1 } }
    }
    return ~c
}

test "all lengths, and in pieces" {
    let r = rand.Rng(seed: 1)
    for length in 0..100 {
        let data = r.bytes(cast<usize>(length))
        assert(sum(data) == _plain(0xEDB88320, data) && castagnoli(data) == _plain(0x82F63B78, data))
        let cut = cast<usize>(r.below(cast<uint64>(length) + 1))
        assert(sum(data[cut..], crc: sum(data[0..cut])) == sum(data))
    }
}
