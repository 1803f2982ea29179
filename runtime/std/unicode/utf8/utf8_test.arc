namespace utf8

func _bytes(hex: string) vector<byte> {
    let out: vector<byte> = []
    for word in hex.split_whitespace() { out.push(cast<byte>(word.parse_uint(16)!)) }
    return out
}

test "edge cases of validity" {
    // First and last of each length, then what must be refused: overlong forms, surrogates, too large, cut off, stray.
    for good in ["", "00", "7F", "C2 80", "DF BF", "E0 A0 80", "ED 9F BF", "EE 80 80", "EF BF BF", "F0 90 80 80", "F4 8F BF BF",
        "41 E2 82 AC 42", "F0 9F 98 80"] {
        assert(valid(_bytes(good)), good)
        assert(valid_prefix(_bytes(good)) == _bytes(good).len(), good)
    }
    for bad in ["80", "BF", "C0 80", "C1 BF", "C2", "C2 41", "E0 9F BF", "E0 80 80", "ED A0 80", "ED BF BF", "E2 82",
        "E2 41 AC", "F0 8F BF BF",
        "F0 80 80 80", "F4 90 80 80", "F5 80 80 80", "FF", "FE", "F0 9F 98", "F0 9F 98 41"] {
        assert(!valid(_bytes(bad)), bad)
        assert(decode(_bytes(bad)).is_null(), bad)
        assert(valid_prefix(_bytes("41 C3 A9 " + bad)) == 3, bad)
        assert(!valid(_bytes("41 " + bad)) && !valid(_bytes("41 41 41 41 41 41 41 41 " + bad)), bad)
    }
}

test "all characters there and back" {
    let code: uint32 = 0
    for code <= 0x10FFFF {
        if let c = char_from(code) {
            let bytes = encode(c)
            assert(bytes.len() == c.utf8_len())
            assert(decode(bytes) == (c, bytes.len()))
            assert(decode_last(bytes) == (c, bytes.len()))
            assert(valid(bytes))
        }
        // All of the first pages, then a sample.
        code += if code < 0x3000 { 1 } else { 37 }
    }
}

test "two-byte and three-byte sequences agree with the validity of text" {
    for a in 0x80..0x100 {
        for b in 0..0x100 {
            let two: vector<byte> = [cast<byte>(a), cast<byte>(b)]
            assert(decode(two).is_some() == valid(two) || b < 0x80, "${two:x}")
            for c in [0x00, 0x7F, 0x80, 0xBF, 0xC0, 0xFF] {
                let three: vector<byte> = [cast<byte>(a), cast<byte>(b), cast<byte>(c)]
                assert((valid_prefix(three) == 3) == valid(three), "${three:x}")
            }
        }
    }
}

test "the last character" {
    assert(decode_last("aé€😀".bytes())!.1 == 4)
    assert(decode_last("aé€".bytes())!.0 == '€')
    assert(decode_last([]).is_null())
    assert(decode_last(_bytes("41 80")).is_null())
    assert(decode_last(_bytes("E2 82")).is_null())
    assert(decode_last(_bytes("80 80 80 80 80")).is_null())
}

test "whole characters" {
    assert(!is_full([]) && is_full(_bytes("41")) && is_full(_bytes("FF")) && is_full(_bytes("80")))
    assert(!is_full(_bytes("E2")) && !is_full(_bytes("E2 82")) && is_full(_bytes("E2 82 AC")))
    assert(is_full(_bytes("E2 41")) && is_full(_bytes("E0 9F")) && is_full(_bytes("ED A0")) && is_full(_bytes("F4 90")))
    assert(!is_full(_bytes("F0 9F 98")) && !is_full(_bytes("F4 8F")))
}

test "counting and replacing" {
    assert(count("aé€😀".bytes()) == 4)
    assert(count(_bytes("41 FF E2 82 42")) == 5)
    assert(decode_all(_bytes("41 FF E2 82 42")) == ['A', REPLACEMENT, REPLACEMENT, REPLACEMENT, 'B'])
}

test "UTF-16" {
    assert(to_utf16("aé€😀") == [0x61, 0xE9, 0x20AC, 0xD83D, 0xDE00])
    assert(from_utf16(to_utf16("aé€😀\u{10FFFF}\u{FFFF}"))! == "aé€😀\u{10FFFF}\u{FFFF}")
    for bad in [[0xD800], [0xDC00], [0x61, 0xD83D, 0x61], [0xDE00, 0xD83D]] {
        assert(from_utf16(bad.map(|u| cast<uint16>(u))).is_err())
    }
    if let err(e) = from_utf16([0x61, 0xDC00]) { assert(e.message == "invalid UTF-16 at unit 1") } else { panic("no error") }
}
