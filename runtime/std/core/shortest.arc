namespace core

// The shortest decimal number that reads back as a float (Raffaello Giulietti: The Schubfach way to render doubles): of
// the numbers between the middles to both neighbours the one with the fewest digits, of these the nearest. One table
// look-up, three products.

/// floor(log2(10^e)) for -1233 to 1233.
@inline
func _floor_log2_pow10(e: int32) int32 { return (e *% 1741647) >> 19 }

/// The high part of (high, low) * factor * 2^-128, its last bit set when anything was cut off.
@inline
func _round_to_odd(high: uint64, low: uint64, factor: uint64) uint64 {
    let x = @mul_high(low, factor)
    let y = high *% factor
    let top = @mul_high(high, factor)
    let sum = y +% x
    if sum < y { top = top +% 1 }
    if sum > 1 { return top | 1 }
    return top
}

/// The shortest digits d and exponent e so that d * 10^e reads back as c * 2^q. `is_power` says that the next lower
/// number is only half as far away as the next higher one.
func _shortest_decimal(c: uint64, q: int32, is_power: bool) (uint64, int32) {
    let open: uint64 = c & 1                // an odd number's middles belong to its neighbours
    let center = 4 *% c
    let left = center -% 2
    let k = q *% 1262611
    if is_power {
        left = left +% 1
        k = k -% 524031
    }
    k = k >> 22                             // floor(log10(2^q)), or of three quarters of it
    let h = cast<uint64>(q +% _floor_log2_pow10(-k) +% 1)
    let table = _POWERS_OF_TEN_WIDE.pointer()
    let at = cast<usize>(2 *% (-k -% _LEAST_POWER_OF_TEN))
    let high = table[at]
    let low = table[at +% 1]
    let lower = _round_to_odd(high, low, left << h) +% open
    let middle = _round_to_odd(high, low, center << h)
    let upper = _round_to_odd(high, low, (center +% 2) << h) -% open
    let s = middle >> 2
    if s >= 10 {
        // One digit less, if that is enough.
        let tens = s / 10
        let below = lower <= 40 *% tens
        let above = 40 *% tens +% 40 <= upper
        if below != above { return (if above { tens +% 1 } else { tens }, k +% 1) }
    }
    let below = lower <= 4 *% s
    let above = 4 *% s +% 4 <= upper
    if below != above { return (if above { s +% 1 } else { s }, k) }
    // Both or none lie inside: the nearer one.
    let half = 4 *% s +% 2
    if middle > half || (middle == half && (s & 1) == 1) { return (s +% 1, k) }
    return (s, k)
}

/// Digits without zeros at their end, and the exponent of the last one, of a finite number that is not negative.
func _float_digits<T>(x: T) (uint64, int32) {
    let c: uint64 = 0
    let q: int32 = 0
    let is_power = false
    comptime if T == float32 {
        let bits = bitcast<uint32>(x)
        c = bits & 0x7FFFFF
        q = cast<int32>((bits >> 23) & 0xFF)
        is_power = c == 0 && q > 1
        if q != 0 { c = c | 0x800000 } else { q = 1 }
        q = q -% 150
    } else {
        let bits = bitcast<uint64>(x)
        c = bits & 0xFFFFFFFFFFFFF
        q = cast<int32>((bits >> 52) & 0x7FF)
        is_power = c == 0 && q > 1
        if q != 0 { c = c | 0x10000000000000 } else { q = 1 }
        q = q -% 1075
    }
    if c == 0 { return (0, 0) }
    let digits: uint64 = 0
    let exponent: int32 = 0
    if q <= 0 && q > -53 && (c & ((cast<uint64>(1) << cast<uint32>(-q)) -% 1)) == 0 {
        digits = c >> cast<uint32>(-q)          // a whole number, all of whose digits are known
    } else {
        (digits, exponent) = _shortest_decimal(c, q, is_power)
    }
    // Short numbers have many zeros at the end here.
    if digits % 100000000 == 0 {
        digits = digits / 100000000
        exponent = exponent +% 8
    }
    for digits % 1000 == 0 {
        digits = digits / 1000
        exponent = exponent +% 3
    }
    for digits % 10 == 0 {
        digits = digits / 10
        exponent = exponent +% 1
    }
    return (digits, exponent)
}

/// The shortest text of a finite number at `to` (room for 40 bytes); gives its length. It has an exponent when asked
/// for, or when it is below 0.00001 or has more than 16 digits before the point.
func _write_shortest<T>(x: T, to: *byte, with_exponent: bool) usize {
    let (digits, exponent) = _float_digits(@abs(x))
    let out = to
    let is_negative = false
    comptime if T == float32 { is_negative = (bitcast<uint32>(x) >> 31) != 0 } else { is_negative = (bitcast<uint64>(x) >> 63) != 0 }
    if is_negative {
        out[0] = 45
        out = out + 1
    }
    let text: [24]byte
    let end = &text[0] + 24
    let n = _write_decimal(end, digits)
    let first = end - n
    let count = cast<int32>(n)
    let top = exponent +% count -% 1            // the exponent of the first digit
    if with_exponent || top < -5 || top >= 16 {
        out[0] = first[0]
        out = out + 1
        if n > 1 {
            out[0] = 46
            @memcpy(out + 1, first + 1, n -% 1)
            out = out + n
        }
        out[0] = 101
        out = out + 1
        if top < 0 {
            out[0] = 45
            out = out + 1
        }
        let m = _write_decimal(end, cast<uint64>(if top < 0 { 0 -% top } else { top }))
        @memcpy(out, end - m, m)
        out = out + m
    } else if top < 0 {
        // "0.", zeros, digits.
        let before = cast<usize>(1 -% top)
        @memset(out, 48, before)
        out[1] = 46
        @memcpy(out + before, first, n)
        out = out + (before +% n)
    } else {
        let whole = cast<usize>(top) +% 1
        if n <= whole {
            @memcpy(out, first, n)
            @memset(out + n, 48, whole -% n)
            out[whole] = 46
            out[whole +% 1] = 48
            out = out + (whole +% 2)
        } else {
            @memcpy(out, first, whole)
            out[whole] = 46
            @memcpy(out + (whole +% 1), first + whole, n -% whole)
            out = out + (n +% 1)
        }
    }
    return @address(out) -% @address(to)
}
