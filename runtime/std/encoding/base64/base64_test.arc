namespace base64

import "std/rand"

test "vectors of RFC 4648" {
    let vectors = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")]
    for (plain, coded) in vectors {
        assert(encode(plain) == coded && decode(coded)! == plain.to_vector())
        let short = coded.replace("=", "")
        assert(encode_unpadded(plain) == short && decode_unpadded(short)! == plain.to_vector() && encode_url(plain) == short)
        assert(decode_url(coded)! == plain.to_vector() && decode_url(short)! == plain.to_vector())
    }
    let all: vector<byte> = [0xFB, 0xFF, 0xBF]
    assert(encode(all) == "+/+/" && encode_url(all) == "-_-_" && decode_url("-_-_")! == all && decode("+/+/")! == all)
    assert(decode("-_-_").is_err() && decode_url("+/+/").is_err())
}

test "random bytes of all lengths there and back" {
    let r = rand.Rng(seed: 1)
    for length in 0..200 {
        let data = r.bytes(cast<usize>(length))
        let text = encode(data)
        assert(text.len() == encoded_len(data.len()) && encode_unpadded(data).len() == encoded_len(data.len(), padded: false))
        assert(decode(text)! == data)
        assert(decode_url(encode_url(data))! == data)
        assert(decode_unpadded(encode_unpadded(data))! == data)
        assert(text == encode(data.as_slice()))
        let lines = StringBuilder{}
        for at in 0..text.len() {
            lines.add(text[at..at + 1])
            if at % 76 == 75 { lines.add("\r\n") }
        }
        assert(decode_lines(lines.finish())! == data)
    }
}

test "each wrong byte is found where it stands" {
    let r = rand.Rng(seed: 2)
    for length in [3, 6, 30, 31, 32] {
        let text = encode(r.bytes(cast<usize>(length)))
        let end = text.find("=") ?? text.len()
        for at in 0..end {
            for bad in ["!", "-", "\n", " ", "\0", "\x7F", "="] {
                let wrong = text[0..at] + bad + text[at + 1..]
                if bad == "=" && at + 2 >= text.len() { continue }      // may be an end
                if let err(e) = decode(wrong) {
                    assert(e.message.starts_with("invalid base64 at byte ${at}:"), "${wrong:?}: ${e}")
                } else {
                    panic("${wrong:?} was taken")
                }
            }
        }
    }
}

test "ends that are wrong" {
    for bad in ["Z", "Zg", "Zg=", "Zg===", "=", "==", "====", "Z===", "Zm9vZ", "Zh==", "Zm9=", "Zg==Zg==", "Zg=a",
        "é==", "Zgé"] {
        assert(decode(bad).is_err(), bad)
    }
    assert(decode_unpadded("Z").is_err())
    assert(decode_unpadded("Zg==").is_err())
    assert(decode_unpadded("Zh").is_err())
    assert(decode_lines("Zg\n=\n=")!.len() == 1)
}
