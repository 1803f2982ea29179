namespace sha512

test "vectors of FIPS 180" {
    assert(hex("") == "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce" +
        "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e")
    assert(hex("abc") == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" +
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
    assert(hex("a".repeat(1_000_000)) == "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb" +
        "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b")
}

test "all lengths up to 299, by a digest of their digests from another implementation" {
    let text = "0123456789abcdef".repeat(20)
    let all = Sha512()
    for length in 0..300 { all.write(sum(text[0..length])) }
    assert(all.hex() == "872e38fba701f394a89b4c1b9e4dc2db441e8ac8350174b6273a39304c0f0695" +
        "8d03428aab10fa2eb29f0df1d93feec544f5a9c75c287dcfb85d7d33758fe862")
}

test "pieces give what the whole gives" {
    let text = "0123456789abcdef".repeat(30)
    for step in [1, 3, 111, 112, 127, 128, 129, 200] {
        let h = Sha512()
        let at = 0
        for at < 480 {
            let end = min(at + step, 480)
            h.write(text[at..end])
            at = end
        }
        assert(h.sum() == sum(text))
        let copy = h
        h.reset()
        h.write("abc")
        assert(h.sum() == sum("abc"))
        assert(copy.sum() == sum(text))
    }
}

test "HMAC, vector of RFC 4231" {
    assert(_hex(hmac("Jefe", "what do ya want for nothing?")) ==
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554" +
        "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737")
}
