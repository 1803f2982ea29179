namespace base64

// Base64 (RFC 4648): three bytes as four characters. Two characters are written by one look into a table, four are read
// by four.

const _STANDARD: string = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
const _URL: string = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

const _STANDARD_PAIRS: [4096]uint16 = _make_pairs(_STANDARD)
const _URL_PAIRS: [4096]uint16 = _make_pairs(_URL)
const _STANDARD_VALUES: [1024]uint32 = _make_values(_STANDARD)
const _URL_VALUES: [1024]uint32 = _make_values(_URL)
/// Marks bytes that are no digits; no sum of values reaches it.
const _BAD: uint32 = 0x1000000

/// The two characters of each number of 12 bits, the first one in the low byte.
func _make_pairs(alphabet: string) [4096]uint16 {
    let out: [4096]uint16
    for i in 0..4096 { out[i] = cast<uint16>(alphabet[i >> 6]) | (cast<uint16>(alphabet[i & 63]) << 8) }
    return out
}

/// Four tables of 256: what a byte means as the first to fourth of four characters.
func _make_values(alphabet: string) [1024]uint32 {
    let out: [1024]uint32
    out.fill(_BAD)
    for i in 0..64 {
        for place in 0..4 { out[place * 256 + cast<int64>(alphabet[i])] = cast<uint32>(i) << cast<uint32>(18 - 6 * place) }
    }
    return out
}

/// The bytes (a vector or slice) or string as text, with `=` at the end as far as needed for a multiple of four characters.
func encode<B>(data: B) string { return _encode(data.pointer(), data.len(), _STANDARD_PAIRS.pointer(), true) }

/// Without `=` at the end.
func encode_unpadded<B>(data: B) string { return _encode(data.pointer(), data.len(), _STANDARD_PAIRS.pointer(), false) }

/// With `-` and `_` instead of `+` and `/`, and without `=`: for addresses and file names.
func encode_url<B>(data: B) string { return _encode(data.pointer(), data.len(), _URL_PAIRS.pointer(), false) }

/// How many characters `n` bytes take.
func encoded_len(n: usize, padded: bool = true) usize {
    if padded { return (n + 2) / 3 * 4 }
    return n / 3 * 4 + (n % 3 * 8 + 5) / 6
}

func _encode(data: *byte, length: usize, pairs: *uint16, padded: bool) string {
    let text: vector<byte> = []
    text.resize_uninitialized(encoded_len(length, padded))
    if length == 0 { return "" }
    let p = data
    let out = text.pointer()
    let left = length
    let word: uint64 = 0
    // Six bytes at a time; eight are read.
    for left >= 8 {
        @memcpy(&word, p, 8)
        let v = @bswap(word)
        let four = cast<uint64>(pairs[v >> 52]) | (cast<uint64>(pairs[(v >> 40) & 4095]) << 16) | (cast<uint64>(pairs[(v >> 28) & 4095]) << 32) |
            (cast<uint64>(pairs[(v >> 16) & 4095]) << 48)
        @memcpy(out, &four, 8)
        out = out + 8
        p = p + 6
        left = left -% 6
    }
    for left >= 3 {
        let v = (cast<uint32>(p[0]) << 16) | (cast<uint32>(p[1]) << 8) | p[2]
        let two = cast<uint32>(pairs[v >> 12]) | (cast<uint32>(pairs[v & 4095]) << 16)
        @memcpy(out, &two, 4)
        out = out + 4
        p = p + 3
        left = left -% 3
    }
    if left > 0 {
        let v = cast<uint32>(p[0]) << 16
        if left == 2 { v = v | (cast<uint32>(p[1]) << 8) }
        let first = pairs[v >> 12]
        let second = pairs[v & 4095]
        @memcpy(out, &first, 2)
        out = out + 2
        if left == 2 {
            out[0] = truncate<byte>(second)
            out = out + 1
        }
        if padded { @memset(out, 61, 3 - left) }
    }
    return string_from_bytes(text)!
}

/// The bytes of text with `=` at its end where needed; an error names the first byte that is wrong. What the last
/// characters hold beyond whole bytes must be zero, so that only one text stands for given bytes.
func decode(text: string) vector<byte>! { return _decode(text, _STANDARD_VALUES.pointer(), true) }

/// The bytes of text without `=`.
func decode_unpadded(text: string) vector<byte>! { return _decode(text, _STANDARD_VALUES.pointer(), false) }

/// The bytes of text with `-` and `_`, with or without `=`.
func decode_url(text: string) vector<byte>! { return _decode(text, _URL_VALUES.pointer(), text.ends_with("=")) }

/// As `decode`, with line ends and other white space left out: for mail and keys.
func decode_lines(text: string) vector<byte>! { return decode(text.split_whitespace().join("")) }

func _bad(text: string, at: usize) error {
    return error("invalid base64 at byte ${at}: ${text.bytes()[at..min(at + 1, text.len())]:?}", code: InvalidText)
}

func _decode(text: string, values: *uint32, padded: bool) vector<byte>! {
    let n = text.len()
    if padded {
        if n % 4 != 0 { return error("base64 of ${n} characters is cut off", code: Truncated) }
        if n > 0 && text[n - 1] == '=' {
            n -= 1
            if text[n - 1] == '=' { n -= 1 }
        }
    }
    let rest = n % 4
    if rest == 1 { return error("base64 of ${n} characters is cut off", code: Truncated) }
    let out: vector<byte> = []
    // The word that is written last may reach beyond.
    out.reserve(n / 4 * 3 + 8)
    out.resize_uninitialized(n / 4 * 3 + (if rest == 0 { 0 } else { rest - 1 }))
    let p = text.pointer()
    let to = out.pointer()
    let fours = n / 4
    let i: usize = 0
    for i < fours {
        let v = values[p[0]] | values[256 + cast<usize>(p[1])] | values[512 + cast<usize>(p[2])] | values[768 + cast<usize>(p[3])]
        if @unlikely(v >= _BAD) { return _bad(text, _first_bad(text, i * 4, values)) }
        let bytes = @bswap(v << 8)
        if i +% 1 < fours {
            @memcpy(to, &bytes, 4)
        } else {
            @memcpy(to, &bytes, 3)
        }
        to = to + 3
        p = p + 4
        i = i +% 1
    }
    if rest > 0 {
        let v = values[p[0]] | values[256 + cast<usize>(p[1])]
        if rest == 3 { v = v | values[512 + cast<usize>(p[2])] }
        if v >= _BAD { return _bad(text, _first_bad(text, i * 4, values)) }
        let unused: uint32 = if rest == 2 { 0xFFFF } else { 0xFF }
        if (v & unused) != 0 { return error("base64 ends in bits that stand for nothing", code: InvalidText) }
        to[0] = truncate<byte>(v >> 16)
        if rest == 3 { to[1] = truncate<byte>(v >> 8) }
    }
    return out
}

func _first_bad(text: string, from: usize, values: *uint32) usize {
    let i = from
    for i < text.len() && values[text[i]] < _BAD { i += 1 }
    return i
}
