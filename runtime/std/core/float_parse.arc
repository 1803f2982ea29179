namespace core

// Text to float64 without the general algorithm of the C library, which stays for what is seldom: more than 19 digits,
// very small and very large numbers, and what these two ways cannot decide.
//
// Clinger: whole numbers below 2^53 and powers of ten up to 10^22 are exact, so one product or quotient of them is
// correctly rounded. Lemire: the number times a power of ten with 128 bits tells the 53 bits wanted and, nearly always,
// how to round.

/// True when all eight bytes are decimal digits.
@inline
func _are_digits(word: uint64) bool {
    return ((word & 0xF0F0F0F0F0F0F0F0) | (((word +% 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) == 0x3333333333333333
}

/// The number that eight digits write, the first one in the low byte: pairs, then pairs of these, and again.
@inline
func _eight_digits(word: uint64) uint64 {
    let pairs = (word & 0x0F0F0F0F0F0F0F0F) *% 2561 >> 8
    let fours = (pairs & 0x00FF00FF00FF00FF) *% 6553601 >> 16
    return (fours & 0x0000FFFF0000FFFF) *% 42949672960001 >> 32
}

/// The number as whole digits w and a power of ten q: w * 10^q; false when the text is malformed, or has too many digits.
@inline
func _scan_decimal(s: string, w: *uint64, q: *int32, is_negative: *bool) bool {
    let p = s._data
    let n = s._len
    let i: usize = 0
    if n > 0 && (p[0] == 45 || p[0] == 43) {
        *is_negative = p[0] == 45
        i = 1
    }
    let value: uint64 = 0
    let first = i
    for n -% i >= 8 && _are_digits(_load64(p + i)) {
        value = value *% 100000000 +% _eight_digits(_load64(p + i))
        i = i +% 8
    }
    for i < n {
        let d = p[i] -% 48
        if d > 9 { break }
        value = value *% 10 +% d
        i = i +% 1
    }
    let digits = i -% first
    let exponent: int64 = 0
    if i < n && p[i] == 46 {
        i = i +% 1
        let behind = i
        for n -% i >= 8 && _are_digits(_load64(p + i)) {
            value = value *% 100000000 +% _eight_digits(_load64(p + i))
            i = i +% 8
        }
        for i < n {
            let d = p[i] -% 48
            if d > 9 { break }
            value = value *% 10 +% d
            i = i +% 1
        }
        exponent = -bitcast<int64>(i -% behind)
        digits = digits +% (i -% behind)
    }
    if digits == 0 { return false }
    if digits > 19 {
        // Zeros in front do not count.
        let k = first
        for k < i && (p[k] == 48 || p[k] == 46) {
            if p[k] == 48 { digits = digits -% 1 }
            k = k +% 1
        }
        if digits > 19 { return false }
    }
    if i < n && (p[i] | 32) == 101 {
        i = i +% 1
        let minus = false
        if i < n && (p[i] == 45 || p[i] == 43) {
            minus = p[i] == 45
            i = i +% 1
        }
        if i == n || n -% i > 5 { return false }
        let e: int64 = 0
        for i < n {
            let d = p[i] -% 48
            if d > 9 { return false }
            e = e *% 10 +% d
            i = i +% 1
        }
        exponent = exponent +% (if minus { -e } else { e })
    }
    if i != n || exponent < -400 || exponent > 400 { return false }
    *w = value
    *q = truncate<int32>(exponent)
    return true
}

/// The nearest float64, or false when these ways cannot tell.
func _parse_float_fast(s: string, out: *float64) bool {
    let w: uint64 = 0
    let q: int32 = 0
    let is_negative = false
    if !_scan_decimal(s, &w, &q, &is_negative) { return false }
    let size = 0.0
    if w < 9007199254740992 && q >= -22 && q <= 22 {
        size = cast<float64>(w)
        if q < 0 { size = size / _EXACT_POWERS[-q] } else { size = size * _EXACT_POWERS[q] }
    } else if w != 0 {
        // What is larger than these is too large, and smaller is zero; the C library says so.
        if q < _LEAST_POWER_OF_TEN || q > 308 { return false }
        let bits = _scaled_bits(w, q)
        if bits == _UNDECIDED { return false }
        size = bitcast<float64>(bits)
    }
    *out = if is_negative { -size } else { size }
    return true
}

const _EXACT_POWERS: [23]float64 = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
    1e15, 1e16, 1e17, 1e18, 1e19,
    1e20, 1e21, 1e22]

/// The bits of a NaN, which no number has.
const _UNDECIDED: uint64 = 0xFFFFFFFFFFFFFFFF

/// The bits of the float64 nearest to w * 10^q, w not 0; `_UNDECIDED` when that cannot be told.
func _scaled_bits(w: uint64, q: int32) uint64 {
    let shift = cast<uint32>(@clz(w))
    let m = w << shift
    let table = _POWERS_OF_TEN_WIDE.pointer()
    let at = cast<usize>(2 *% (q -% _LEAST_POWER_OF_TEN))
    let power_high = table[at]
    let power_low = table[at +% 1]
    if q < -27 || q > 55 {
        // The table is rounded up; here it must be cut off.
        if power_low == 0 { power_high = power_high -% 1 }
        power_low = power_low -% 1
    }
    let high = @mul_high(m, power_high)
    let low = m *% power_high
    if (high & 0x1FF) == 0x1FF {
        // The nine bits below those wanted are all 1: what the low word adds may carry over.
        let more = @mul_high(m, power_low)
        low = low +% more
        if low < more { high = high +% 1 }
        if low == 0xFFFFFFFFFFFFFFFF && (q < -27 || q > 55) { return _UNDECIDED }
    }
    let top = cast<uint32>(high >> 63)
    let mantissa = high >> (top +% 9)
    // 217706 / 65536 is log2(10).
    let exponent = ((q *% 217706) >> 16) +% 63 +% cast<int32>(top) -% cast<int32>(shift) +% 1023
    if exponent <= 0 {
        // A number of less than 53 bits. Middles of these lie where the powers are not exact, so none can be met here.
        if exponent <= -63 { return 0 }
        let small = mantissa >> cast<uint32>(1 -% exponent)
        return (small +% (small & 1)) >> 1
    }
    // Just in the middle between two: to the even one.
    if low <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && (mantissa << (top +% 9)) == high { mantissa = mantissa & ~1 }
    mantissa = (mantissa +% (mantissa & 1)) >> 1
    if mantissa >= 0x20000000000000 {
        mantissa = 0x10000000000000
        exponent = exponent +% 1
    }
    if exponent >= 0x7FF { return _UNDECIDED }
    return (mantissa & 0xFFFFFFFFFFFFF) | (cast<uint64>(exponent) << 52)
}
