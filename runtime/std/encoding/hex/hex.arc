namespace hex

// Bytes as hexadecimal digits, two for each.

const _DIGITS: string = "0123456789abcdef"
const _PAIRS: [256]uint16 = _make_pairs()
/// The value of each digit; 255 for other bytes.
const _VALUES: [256]byte = _make_values()

func _make_pairs() [256]uint16 {
    let out: [256]uint16
    for i in 0..256 { out[i] = cast<uint16>(_DIGITS[i >> 4]) | (cast<uint16>(_DIGITS[i & 15]) << 8) }
    return out
}

func _make_values() [256]byte {
    let out: [256]byte
    for i in 0..256 {
        out[i] = truncate<byte>(cast<byte>(i).to_char().digit_value(16) ?? 255)
    }
    return out
}

/// The bytes (a vector or slice) or string as lower-case digits.
func encode<B>(data: B) string {
    let text: vector<byte> = []
    let n = data.len()
    if n == 0 { return "" }
    text.resize_uninitialized(n * 2)
    let from = data.pointer()
    let to = @ptr_cast<uint16>(text.pointer())
    let pairs = _PAIRS.pointer()
    for let i: usize = 0; i < n; i++ { to[i] = pairs[from[i]] }
    return string_from_bytes(text)!
}

/// The bytes of digits in either case; an error names the first byte that is wrong.
func decode(text: string) vector<byte>! {
    let n = text.len() / 2
    let out: vector<byte> = []
    out.resize_uninitialized(n)
    let from = text.pointer()
    let to = out.pointer()
    let values = _VALUES.pointer()
    for let i: usize = 0; i < n; i++ {
        let high = values[from[2 *% i]]
        let low = values[from[2 *% i +% 1]]
        if @unlikely((high | low) > 15) {
            let at = if high > 15 { 2 * i } else { 2 * i + 1 }
            return error("invalid hexadecimal digit at byte ${at}", code: InvalidText)
        }
        to[i] = (high << 4) | low
    }
    if text.len() % 2 != 0 { return error("an odd number of hexadecimal digits", code: Truncated) }
    return out
}

/// Lines of 16 bytes with their place, digits and ASCII characters, as `hexdump -C` shows them.
func dump(data: []byte) string {
    let out = StringBuilder{}
    let at: usize = 0
    for at < data.len() {
        out.add("${at:08x} ")
        for i in 0..16 {
            if i == 8 { out.add(" ") }
            if at + cast<usize>(i) < data.len() { out.add(" ${data[at + cast<usize>(i)]:02x}") } else { out.add("   ") }
        }
        out.add("  |")
        for i in at..min(at + 16, data.len()) {
            let b = data[i]
            if b >= 0x20 && b < 0x7F { out.add_char(b.to_char()) } else { out.add(".") }
        }
        out.add("|\n")
        at += 16
    }
    return out.finish()
}
