// expect: search good
// expect: split good
// expect: utf-8 good
// expect: numbers good
func next(seed: *uint64) uint64 {
    *seed = *seed *% 6364136223846793005 +% 1442695040888963407
    return *seed >> 33
}

func random_text(seed: *uint64, length: uint64, letters: string) string {
    let out = StringBuilder{}
    for _ in 0..length {
        let at = cast<usize>(next(seed) % cast<uint64>(letters.len()))
        out.add(letters[at..at + 1])
    }
    return out.finish()
}

func naive_find(s: string, what: string, from: usize) int64 {
    for let i = from; i + what.len() <= s.len(); i++ {
        if s[i..i + what.len()] == what { return cast<int64>(i) }
    }
    return -1
}

func main() {
    let seed: uint64 = 3
    for _ in 0..2000 {
        let s = random_text(&seed, next(&seed) % 60, "aab")
        let what = random_text(&seed, next(&seed) % 4, "ab")
        let found = s.find(what)
        let wanted = naive_find(s, what, 0)
        assert(if let at = found { cast<int64>(at) == wanted } else { wanted == -1 })
        let last = s.rfind(what)
        if let at = last { assert(naive_find(s, what, at + 1) == -1 || what.is_empty()) } else { assert(wanted == -1) }
        assert(s.contains(what) == (wanted >= 0))
    }
    println("search good")
    for _ in 0..500 {
        let s = random_text(&seed, next(&seed) % 40, "ab, ")
        assert(s.split(",").join(",") == s)
        assert(s.split(", ").join(", ") == s)
        assert(s.replace(",", ";").replace(";", ",") == s)
        assert(s.reverse().reverse() == s)
        assert(s.split_whitespace().join("") == s.replace(" ", ""))
    }
    println("split good")
    // Every character goes through text and back; cut or wrong sequences do not.
    for code in [0, 1, 127, 128, 2047, 2048, 55295, 57344, 65535, 65536, 1114111] {
        let c = char_from(cast<uint32>(code))!
        let text = c.to_string()
        assert(text.len() == c.utf8_len() && text.chars().next()! == c)
        assert(string_from_utf8(text.bytes()).is_ok())
        if text.len() > 1 {
            let bytes = text.to_vector()
            assert(string_from_utf8(bytes[0..bytes.len() - 1]).is_err())
            assert(string_from_utf8(bytes[1..]).is_err())
        }
    }
    assert(char_from(0xD800).is_null() && char_from(0x110000).is_null())
    let bad: vector<vector<byte>> = [[0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
        [0x80], [0xC3], [0xFF], [65, 66, 67, 68, 69, 70, 71, 72, 0xC3, 65]]
    for b in bad { assert(string_from_utf8(b).is_err()) }
    println("utf-8 good")
    for _ in 0..2000 {
        let n = bitcast<int64>(next(&seed) *% next(&seed) *% 4611686018427387905)
        assert("${n}".parse_int()! == n)
        assert("${n:x}".parse_uint(base: 16)! == bitcast<uint64>(n))
        assert("${n:b}".parse_uint(base: 2)! == bitcast<uint64>(n))
        let x = cast<float64>(n) / 1048576.0 * (if n % 2 == 0 { 1.0 } else { 0.0000001 })
        assert("${x}".parse_float()! == x)
    }
    for n in [0, 9, 10, 99, 100, 101, 999, 1000, -1, -9, -10] { assert("${n}".parse_int()! == n) }
    println("numbers good")
}
