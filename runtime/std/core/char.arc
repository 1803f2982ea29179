namespace core

// Characters and bytes. `char` is a Unicode scalar value; a method that speaks of letters means ASCII letters.

/// The code point.
@inline
func code(self c: char) uint32 { return bitcast<uint32>(c) }

/// How many bytes the character takes in UTF-8: 1 to 4.
func utf8_len(self c: char) usize {
    let v = bitcast<uint32>(c)
    if v < 0x80 { return 1 }
    if v < 0x800 { return 2 }
    if v < 0x10000 { return 3 }
    return 4
}

/// The character of a code point; null for surrogates and values above 0x10FFFF.
func char_from(code: uint32) char? {
    if code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) { return null }
    return bitcast<char>(code)
}

/// True for the characters 0 to 127.
func is_ascii(self c: char) bool { return bitcast<uint32>(c) < 128 }
/// True for `0` to `9`.
func is_digit(self c: char) bool { return c >= '0' && c <= '9' }
/// True for the ASCII letters.
func is_letter(self c: char) bool { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') }
/// True for ASCII letters and digits.
func is_alphanumeric(self c: char) bool { return c.is_letter() || c.is_digit() }
/// True for the ASCII upper-case letters.
func is_upper(self c: char) bool { return c >= 'A' && c <= 'Z' }
/// True for the ASCII lower-case letters.
func is_lower(self c: char) bool { return c >= 'a' && c <= 'z' }
/// True for space, tab, line feed, vertical tab, form feed and carriage return.
func is_whitespace(self c: char) bool {
    let v = bitcast<uint32>(c)
    return v == 32 || (v >= 9 && v <= 13)
}
/// The upper-case form of an ASCII letter; other characters stay.
func to_upper(self c: char) char {
    if c >= 'a' && c <= 'z' { return bitcast<char>(bitcast<uint32>(c) - 32) }
    return c
}
/// The lower-case form of an ASCII letter; other characters stay.
func to_lower(self c: char) char {
    if c >= 'A' && c <= 'Z' { return bitcast<char>(bitcast<uint32>(c) + 32) }
    return c
}
/// The value of a digit in `base` (2 to 36), or null.
func digit_value(self c: char, base: uint32 = 10) uint32? {
    let v = bitcast<uint32>(c)
    if v >= 128 { return null }
    let d = _digit_of(truncate<byte>(v))
    if d < base { return d }
    return null
}

/// True for `0` to `9`.
@inline
func is_digit(self b: byte) bool { return b >= 48 && b <= 57 }
/// True for the ASCII letters.
@inline
func is_letter(self b: byte) bool {
    let lower = b | 32
    return lower >= 97 && lower <= 122
}
/// True for ASCII letters and digits.
@inline
func is_alphanumeric(self b: byte) bool { return b.is_letter() || b.is_digit() }
/// True for the ASCII upper-case letters.
@inline
func is_upper(self b: byte) bool { return b >= 65 && b <= 90 }
/// True for the ASCII lower-case letters.
@inline
func is_lower(self b: byte) bool { return b >= 97 && b <= 122 }
/// True for space, tab, line feed, vertical tab, form feed and carriage return.
@inline
func is_whitespace(self b: byte) bool { return b == 32 || (b >= 9 && b <= 13) }
/// The upper-case form of an ASCII letter; other bytes stay.
@inline
func to_upper(self b: byte) byte {
    if b >= 97 && b <= 122 { return b - 32 }
    return b
}
/// The lower-case form of an ASCII letter; other bytes stay.
@inline
func to_lower(self b: byte) byte {
    if b >= 65 && b <= 90 { return b + 32 }
    return b
}

/// The value of the digit `b` in bases up to 36; 255 when it is none.
func _digit_of(b: byte) uint32 {
    if b >= 48 && b <= 57 { return b - 48 }
    let lower = b | 32
    if lower >= 97 && lower <= 122 { return lower - 87 }
    return 255
}

/// True when `b` continues a character that began before it.
@inline
func _is_continuation(b: byte) bool { return (b & 0xC0) == 0x80 }

/// The bytes that follow a first byte of UTF-8 (valid text).
@inline
func _sequence_length(first: byte) usize {
    if first < 0x80 { return 1 }
    if first < 0xE0 { return 2 }
    if first < 0xF0 { return 3 }
    return 4
}

/// The character at `p` (valid text), and how long it is.
func _decode_char(p: *byte) (char, usize) {
    let a: uint32 = p[0]
    if a < 0x80 { return (bitcast<char>(a), 1) }
    let b: uint32 = p[1] & 0x3F
    if a < 0xE0 { return (bitcast<char>(((a & 0x1F) << 6) | b), 2) }
    let c: uint32 = p[2] & 0x3F
    if a < 0xF0 { return (bitcast<char>(((a & 0x0F) << 12) | (b << 6) | c), 3) }
    let d: uint32 = p[3] & 0x3F
    return (bitcast<char>(((a & 0x07) << 18) | (b << 12) | (c << 6) | d), 4)
}

/// Writes `c` at `p` (room for 4 bytes) and returns its length.
func _encode_char(p: *byte, c: char) usize {
    let v = bitcast<uint32>(c)
    if v < 0x80 {
        p[0] = truncate<byte>(v)
        return 1
    }
    if v < 0x800 {
        p[0] = truncate<byte>(0xC0 | (v >> 6))
        p[1] = truncate<byte>(0x80 | (v & 0x3F))
        return 2
    }
    if v < 0x10000 {
        p[0] = truncate<byte>(0xE0 | (v >> 12))
        p[1] = truncate<byte>(0x80 | ((v >> 6) & 0x3F))
        p[2] = truncate<byte>(0x80 | (v & 0x3F))
        return 3
    }
    p[0] = truncate<byte>(0xF0 | (v >> 18))
    p[1] = truncate<byte>(0x80 | ((v >> 12) & 0x3F))
    p[2] = truncate<byte>(0x80 | ((v >> 6) & 0x3F))
    p[3] = truncate<byte>(0x80 | (v & 0x3F))
    return 4
}

/// The place of the first byte that is not valid UTF-8, or `length` when all are.
func _invalid_utf8(p: *byte, length: usize) usize {
    let i: usize = 0
    for i < length {
        // Eight ASCII bytes at a time.
        for i +% 8 <= length && (_load64(p + i) & 0x8080808080808080) == 0 { i = i +% 8 }
        if i >= length { return length }
        let a = p[i]
        if a < 0x80 {
            i = i +% 1
            continue
        }
        let left = length -% i
        if a < 0xC2 || a > 0xF4 { return i }
        if a < 0xE0 {
            if left < 2 || !_is_continuation(p[i +% 1]) { return i }
            i = i +% 2
            continue
        }
        if left < 3 { return i }
        let b = p[i +% 1]
        if !_is_continuation(b) || !_is_continuation(p[i +% 2]) { return i }
        if a < 0xF0 {
            // No overlong forms, no surrogates.
            if (a == 0xE0 && b < 0xA0) || (a == 0xED && b >= 0xA0) { return i }
            i = i +% 3
            continue
        }
        if left < 4 || !_is_continuation(p[i +% 3]) { return i }
        if (a == 0xF0 && b < 0x90) || (a == 0xF4 && b >= 0x90) { return i }
        i = i +% 4
    }
    return length
}

/// Eight bytes from any address.
@inline
func _load64(p: *byte) uint64 {
    let v: uint64 = 0
    @memcpy(&v, p, 8)
    return v
}

/// Four bytes from any address.
@inline
func _load32(p: *byte) uint32 {
    let v: uint32 = 0
    @memcpy(&v, p, 4)
    return v
}

/// The character with this code: ASCII for bytes below 128, else Latin-1.
@inline
func to_char(self b: byte) char { return bitcast<char>(cast<uint32>(b)) }
