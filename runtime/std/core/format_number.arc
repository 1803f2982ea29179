namespace core

// Numbers and durations.

const _DIGIT_PAIRS: string = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"

/// Writes the decimal digits of `value` so that they end before `end`; gives how many there are.
func _write_decimal(end: *byte, value: uint64) usize {
    let pairs = _DIGIT_PAIRS._data
    let p = end
    let v = value
    for v >= 100 {
        let rest = cast<usize>(v % 100) *% 2
        v = v / 100
        p = p - 2
        @memcpy(p, pairs + rest, 2)
    }
    if v >= 10 {
        p = p - 2
        @memcpy(p, pairs + cast<usize>(v) *% 2, 2)
    } else {
        p = p - 1
        p[0] = truncate<byte>(v +% 48)
    }
    return @address(end) -% @address(p)
}

/// Writes digits in base 2^`bits` so that they end before `end`; `letter` is the byte of the digit ten.
func _write_power(end: *byte, value: uint64, bits: uint32, letter: byte) usize {
    let mask = (cast<uint64>(1) << bits) -% 1
    let p = end
    let v = value
    for {
        let d = truncate<byte>(v & mask)
        p = p - 1
        if d < 10 { p[0] = d +% 48 } else { p[0] = d -% 10 +% letter }
        v = v >> bits
        if v == 0 { return @address(end) -% @address(p) }
    }
}

@inline
func _format_integer<T>(out: *StringBuilder, v: T, spec: FormatSpec) {
    comptime if @is_signed(T) {
        let wide: int64 = v
        if spec.width < 0 && (spec.kind == 0 || spec.kind == _KIND_DEBUG) && !spec.sign {
            _add_decimal(out, wide < 0, _magnitude(wide))
        } else if spec.kind == 0 || spec.kind == _KIND_DEBUG || spec.kind == 101 || spec.kind == 69 {
            _format_magnitude(out, wide < 0, _magnitude(wide), spec)
        } else {
            // Hexadecimal and binary show the bits of the type.
            _format_magnitude(out, false, bitcast<uint64>(wide) & (0xFFFFFFFFFFFFFFFF >> (64 - cast<uint32>(@bits(T)))), spec)
        }
    } else {
        let wide = truncate<uint64>(v)
        if spec.width < 0 && (spec.kind == 0 || spec.kind == _KIND_DEBUG) && !spec.sign {
            _add_decimal(out, false, wide)
        } else {
            _format_magnitude(out, false, wide, spec)
        }
    }
}

@inline
func _magnitude(v: int64) uint64 {
    if v < 0 { return 0 -% bitcast<uint64>(v) }
    return bitcast<uint64>(v)
}

/// The common case: decimal digits without padding.
@noinline
func _add_decimal(out: *StringBuilder, negative: bool, magnitude: uint64) {
    let digits: [24]byte
    let end = &digits[0] + 24
    let n = _write_decimal(end, magnitude)
    if negative {
        n = n +% 1
        let sign = end - n
        sign[0] = 45
    }
    out._add_raw(end - n, n)
}

@noinline
func _format_magnitude(out: *StringBuilder, negative: bool, magnitude: uint64, spec: FormatSpec) {
    if spec.kind == 101 || spec.kind == 69 {
        _format_scientific(out, negative, magnitude, spec)
        return
    }
    let digits: [72]byte
    let end = &digits[0] + 72
    let n: usize = 0
    let prefix = ""
    if spec.kind == 120 {
        n = _write_power(end, magnitude, 4, 97)
        prefix = "0x"
    } else if spec.kind == 88 {
        n = _write_power(end, magnitude, 4, 65)
        prefix = "0x"
    } else if spec.kind == 98 {
        n = _write_power(end, magnitude, 1, 97)
        prefix = "0b"
    } else if spec.kind == 111 {
        n = _write_power(end, magnitude, 3, 97)
        prefix = "0o"
    } else {
        n = _write_decimal(end, magnitude)
    }
    if !spec.alternate { prefix = "" }
    _pad_number(out, negative, prefix, end - n, n, spec)
}

/// Exponent form of an integer, from its decimal digits: as a float it would lose some of them, and every program that
/// prints an integer would carry the formatting of floats.
@noinline
func _format_scientific(out: *StringBuilder, negative: bool, magnitude: uint64, spec: FormatSpec) {
    let digits: [24]byte
    let end = &digits[0] + 24
    let n = _write_decimal(end, magnitude)
    let first = end - n
    let exponent = cast<uint64>(n) -% 1
    let kept = n
    let zeros: usize = 0
    if spec.precision >= 0 {
        let wanted = cast<usize>(spec.precision) + 1
        if wanted < n {
            kept = wanted
            if _rounds_up(first, kept, n) {
                let i = kept
                for i > 0 && first[i - 1] == 57 {
                    i--
                    first[i] = 48
                }
                if i > 0 {
                    first[i - 1] = first[i - 1] +% 1
                } else {
                    // 9.99 became 10.0
                    first[0] = 49
                    exponent += 1
                }
            }
        } else {
            zeros = wanted - n
        }
    } else {
        for kept > 1 && first[kept - 1] == 48 { kept-- }
    }
    let text = StringBuilder{}
    text._add_raw(first, 1)
    if kept + zeros > 1 {
        text._add_ascii(46)
        text._add_raw(first + 1, kept - 1)
        for _ in 0..zeros { text._add_ascii(48) }
    }
    text._add_ascii(spec.kind)
    _add_decimal(&text, false, exponent)
    let all = text.finish()
    _pad_number(out, negative, "", all._data, all._len, spec)
}

/// Whether the digits behind the first `kept` of `n` round them up: half goes to the even digit.
func _rounds_up(first: *byte, kept: usize, n: usize) bool {
    if first[kept] != 53 { return first[kept] > 53 }
    for i in kept + 1..n { if first[i] != 48 { return true } }
    return first[kept - 1] % 2 == 1
}

/// Sign, prefix and digits of a number with zeros or fill characters as `spec` says.
func _pad_number(out: *StringBuilder, negative: bool, prefix: string, digits: *byte, n: usize, spec: FormatSpec) {
    let sign = ""
    if negative { sign = "-" } else if spec.sign { sign = "+" }
    let count = n + sign._len + prefix._len
    let width: usize = 0
    if spec.width > 0 { width = cast<usize>(spec.width) }
    let missing: usize = 0
    if width > count { missing = width - count }
    let before: usize = 0
    let zeros: usize = 0
    if spec.zero && spec.align == 0 {
        zeros = missing
        missing = 0
    } else if spec.align == 0 || spec.align == _ALIGN_RIGHT {
        before = missing
    } else if spec.align == _ALIGN_CENTER {
        before = missing / 2
    }
    out.add_repeated(spec.fill, before)
    out.add(sign)
    out.add(prefix)
    out.add_repeated('0', zeros)
    out._add_raw(digits, n)
    out.add_repeated(spec.fill, missing - before)
}

func _format_float<T>(out: *StringBuilder, v: T, spec: FormatSpec) {
    if v != v {
        let plain = spec
        plain.zero = false
        let name = "NaN"
        _pad_number(out, false, "", name.pointer(), name._len, plain)
        return
    }
    let with_exponent = spec.kind == 101 || spec.kind == 69
    if spec.precision < 0 && v - v == 0.0 {
        let short: [48]byte
        let length = _write_shortest(v, &short[0], with_exponent)
        _format_float_text(out, &short[0], length, spec)
        return
    }
    comptime if T == float64 {
        if spec.kind == 0 || spec.kind == _KIND_DEBUG {
            if _format_short_float(out, v, spec) { return }
        }
    }
    let text: [400]byte
    let buffer = &text[0]
    let mode: int32 = 0
    let precision = spec.precision
    if with_exponent {
        mode = 2
    } else if precision >= 0 {
        mode = 1
    }
    let n: usize = 0
    if mode == 1 && precision > 60 {
        // Longer than the buffer on the stack.
        let room = 400 + cast<usize>(precision)
        let large = arc_rt_alloc(room)
        defer arc_rt_free(large, room)
        n = arc_rt_format_f64(v, large, room, mode, precision)
        _format_float_text(out, large, n, spec)
        return
    }
    comptime if T == float32 {
        n = arc_rt_format_f32(v, buffer, 400, mode, precision)
    } else {
        n = arc_rt_format_f64(v, buffer, 400, mode, precision)
    }
    _format_float_text(out, buffer, n, spec)
}

/// Makes `1e+09` and `2e-09` of the runtime `1e9` and `2e-9`; gives the new length.
func _tidy_exponent(text: *byte, length: usize) usize {
    let at = _find_byte(text, 0, length, 101)
    if at == length { return length }
    let to = at +% 1
    let from = to
    if from < length && text[from] == 43 { from = from +% 1 }
    if from < length && text[from] == 45 {
        text[to] = 45
        to = to +% 1
        from = from +% 1
    }
    for from +% 1 < length && text[from] == 48 { from = from +% 1 }
    for from < length {
        text[to] = text[from]
        to = to +% 1
        from = from +% 1
    }
    return to
}

func _format_float_text(out: *StringBuilder, text: *byte, all: usize, spec: FormatSpec) {
    let length = _tidy_exponent(text, all)
    if spec.width < 0 && !spec.sign && spec.kind != 69 {
        out._add_raw(text, length)
        return
    }
    if spec.kind == 69 {
        for let i: usize = 0; i < length; i++ { text[i] = text[i].to_upper() }
    }
    let negative = length > 0 && text[0] == 45
    let digits = text
    let n = length
    if negative {
        digits = text + 1
        n = n -% 1
    }
    let padded = spec
    if !digits[0].is_digit() { padded.zero = false }     // inf, nan
    _pad_number(out, negative, "", digits, n, padded)
}

/// The largest unit in which the number is at least 1, with what is needed behind the point: `1.5s`, `250ms`, `90s`.
func _format_duration(out: *StringBuilder, v: duration, spec: FormatSpec) {
    let all = bitcast<int64>(v)
    let magnitude = _magnitude(all)
    let unit: uint64 = 1
    let name = "ns"
    if magnitude >= 1_000_000_000 {
        unit = 1_000_000_000
        name = "s"
    } else if magnitude >= 1_000_000 {
        unit = 1_000_000
        name = "ms"
    } else if magnitude >= 1_000 {
        unit = 1_000
        name = "us"
    }
    let text = StringBuilder{}
    _add_decimal(&text, all < 0, magnitude / unit)
    let rest = magnitude % unit
    if spec.precision >= 0 {
        let wanted = spec.precision
        if wanted > 0 { text._add_ascii(46) }
        let scale = unit
        for let i: int32 = 0; i < wanted; i++ {
            scale = scale / 10
            if scale == 0 {
                text._add_ascii(48)
            } else {
                text._add_ascii(truncate<byte>(rest / scale % 10 + 48))
            }
        }
    } else if rest != 0 {
        text._add_ascii(46)
        let scale = unit
        for rest != 0 {
            scale = scale / 10
            text._add_ascii(truncate<byte>(rest / scale + 48))
            rest = rest % scale
        }
    }
    text.add(name)
    _format_plain(out, text.finish(), spec)
}
