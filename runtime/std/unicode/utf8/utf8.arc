namespace utf8

// UTF-8 in bytes that are not known to be text: finding out, decoding, encoding. A `string` is always valid.

/// What stands for bytes that are not UTF-8.
const REPLACEMENT: char = '\u{FFFD}'
/// The most bytes that a character takes.
const MAX_LEN: usize = 4

/// True when all of `bytes` is UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF, nothing cut off.
func valid(bytes: []byte) bool { return is_utf8(bytes.pointer(), bytes.len()) }

/// How many bytes at the start of `bytes` are valid UTF-8; a character that is cut off at the end does not count.
func valid_prefix(bytes: []byte) usize {
    let at: usize = 0
    for at < bytes.len() {
        if bytes[at] < 0x80 {
            at += 1
            continue
        }
        let (_, n) = decode(bytes[at..]) ?? break
        at += n
    }
    return at
}

/// True when a character may begin with `b`, or it stands alone; false for the bytes inside of characters.
func is_start(b: byte) bool { return (b & 0xC0) != 0x80 }

/// How many bytes a character takes that begins with `first`; null when none does.
func sequence_len(first: byte) usize? {
    if first < 0x80 { return 1 }
    if first < 0xC2 || first > 0xF4 { return null }
    if first < 0xE0 { return 2 }
    if first < 0xF0 { return 3 }
    return 4
}

/// The first character of `bytes` and how many bytes it takes; null when there is none or the bytes are not UTF-8.
func decode(bytes: []byte) (char, usize)? {
    if bytes.is_empty() { return null }
    let a: uint32 = bytes[0]
    if a < 0x80 { return (bitcast<char>(a), 1) }
    let n = sequence_len(bytes[0])?
    if bytes.len() < n { return null }
    let b: uint32 = bytes[1]
    if (b & 0xC0) != 0x80 { return null }
    if n == 2 { return (bitcast<char>(((a & 0x1F) << 6) | (b & 0x3F)), 2) }
    let c: uint32 = bytes[2]
    if (c & 0xC0) != 0x80 { return null }
    if n == 3 {
        let code = ((a & 0x0F) << 12) | ((b & 0x3F) << 6) | (c & 0x3F)
        if code < 0x800 || (code >= 0xD800 && code < 0xE000) { return null }
        return (bitcast<char>(code), 3)
    }
    let d: uint32 = bytes[3]
    if (d & 0xC0) != 0x80 { return null }
    let code = ((a & 0x07) << 18) | ((b & 0x3F) << 12) | ((c & 0x3F) << 6) | (d & 0x3F)
    if code < 0x10000 || code > 0x10FFFF { return null }
    return (bitcast<char>(code), 4)
}

/// The last character of `bytes` and how many bytes it takes; null when there is none or the last bytes are not UTF-8.
func decode_last(bytes: []byte) (char, usize)? {
    let length = bytes.len()
    let back: usize = 1
    for back <= length && back <= MAX_LEN {
        if is_start(bytes[length - back]) {
            let (c, n) = decode(bytes[length - back..])?
            if n != back { return null }
            return (c, n)
        }
        back += 1
    }
    return null
}

/// True when `bytes` begin with a whole character, or with what can never become one: false asks for more bytes.
func is_full(bytes: []byte) bool {
    if bytes.is_empty() { return false }
    let n = sequence_len(bytes[0]) ?? return true
    if bytes.len() >= n { return true }
    // What is there may be wrong already.
    for i in 1..bytes.len() { if is_start(bytes[i]) { return true } }
    if bytes.len() >= 2 {
        let b = bytes[1]
        return match bytes[0] {
            0xE0 => b < 0xA0
            0xED => b >= 0xA0
            0xF0 => b < 0x90
            0xF4 => b >= 0x90
            _ => false
        }
    }
    return false
}

/// How many characters there are; each byte that is not UTF-8 counts as one.
func count(bytes: []byte) usize {
    let n: usize = 0
    let at: usize = 0
    for at < bytes.len() {
        if bytes[at] < 0x80 {
            at += 1
        } else if let (_, length) = decode(bytes[at..]) {
            at += length
        } else {
            at += 1
        }
        n += 1
    }
    return n
}

/// Adds the bytes of `c` to `out`; gives how many they are.
func append(out: *vector<byte>, c: char) usize {
    let v = c.code()
    if v < 0x80 {
        out.push(truncate<byte>(v))
        return 1
    }
    let n = c.utf8_len()
    if n == 2 {
        out.push(truncate<byte>(0xC0 | (v >> 6)))
    } else if n == 3 {
        out.push(truncate<byte>(0xE0 | (v >> 12)))
    } else {
        out.push(truncate<byte>(0xF0 | (v >> 18)))
        out.push(truncate<byte>(0x80 | ((v >> 12) & 0x3F)))
    }
    if n >= 3 { out.push(truncate<byte>(0x80 | ((v >> 6) & 0x3F))) }
    out.push(truncate<byte>(0x80 | (v & 0x3F)))
    return n
}

/// The bytes of `c`.
func encode(c: char) vector<byte> {
    let out: vector<byte> = []
    append(&out, c)
    return out
}

/// The characters of `bytes`, with `REPLACEMENT` for each byte that is not UTF-8.
func decode_all(bytes: []byte) vector<char> {
    let out: vector<char> = []
    let at: usize = 0
    for at < bytes.len() {
        if let (c, n) = decode(bytes[at..]) {
            out.push(c)
            at += n
        } else {
            out.push(REPLACEMENT)
            at += 1
        }
    }
    return out
}

/// The text as UTF-16 code units: characters above U+FFFF as two of them.
func to_utf16(text: string) vector<uint16> {
    let out: vector<uint16> = []
    out.reserve(text.len())
    for c in text.chars() {
        let v = c.code()
        if v < 0x10000 {
            out.push(truncate<uint16>(v))
        } else {
            let rest = v - 0x10000
            out.push(truncate<uint16>(0xD800 | (rest >> 10)))
            out.push(truncate<uint16>(0xDC00 | (rest & 0x3FF)))
        }
    }
    return out
}

/// Text from UTF-16 code units; an error names the first unit that is half of a pair without the other half.
func from_utf16(units: []uint16) string! {
    let out = StringBuilder{}
    out.reserve(units.len())
    let at: usize = 0
    for at < units.len() {
        let a: uint32 = units[at]
        if a < 0xD800 || a > 0xDFFF {
            out.add_char(bitcast<char>(a))
            at += 1
            continue
        }
        if a >= 0xDC00 || at + 1 == units.len() || (units[at + 1] & 0xFC00) != 0xDC00 {
            return error("invalid UTF-16 at unit ${at}", code: InvalidText)
        }
        let b: uint32 = units[at + 1]
        out.add_char(bitcast<char>(0x10000 + ((a - 0xD800) << 10) + (b - 0xDC00)))
        at += 2
    }
    return out.finish()
}
