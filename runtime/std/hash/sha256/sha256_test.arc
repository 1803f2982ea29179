namespace sha256

test "vectors of FIPS 180 and NIST" {
    assert(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    assert(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    assert(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    assert(hex("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu") == "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")
    assert(hex("a".repeat(1_000_000)) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    let one: vector<byte> = [0xbd]
    assert(hex(one) == "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b")
    let zeros: vector<byte> = []
    zeros.resize(64, 0)
    assert(hex(zeros) == "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b")
}

test "pieces of all lengths give what the whole gives" {
    let text = "0123456789abcdef".repeat(20)
    for length in 0..200 {
        let whole = sum(text[0..length])
        for step in [1, 3, 55, 56, 63, 64, 65, 100] {
            let h = Sha256()
            let at = 0
            for at < length {
                let end = min(at + step, length)
                h.write(text[at..end])
                at = end
            }
            assert(h.sum() == whole)
            assert(h.sum() == whole)         // asking changes nothing
        }
    }
}

test "going on after a sum, and from the beginning" {
    let h = Sha256()
    h.write("a")
    let _ = h.sum()
    let copy = h
    h.write("bc")
    assert(h.hex() == hex("abc") && copy.hex() == hex("a"))
    h.reset()
    h.write("abc".bytes())
    assert(h.sum() == sum("abc".bytes().to_vector()))
}

test "HMAC, vectors of RFC 4231" {
    let key: vector<byte> = []
    key.resize(20, 0x0b)
    assert(_hex(hmac(key, "Hi There")) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    assert(_hex(hmac("Jefe",
        "what do ya want for nothing?")) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    let long: vector<byte> = []
    long.resize(131, 0xaa)
    assert(_hex(hmac(long,
        "Test Using Larger Than Block-Size Key - Hash Key First")) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
}
