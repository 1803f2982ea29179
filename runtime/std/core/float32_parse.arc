namespace core

// Text to float32. Rounding first to float64 and then to float32 is right but where the float64 lies exactly in the middle
// between two float32: there the text itself says to which side it lies.

/// The nearest float32 of a number; of two that are equally near the one with an even last bit.
func _parse_float32(s: string) float32! {
    let wide = s.parse_float()?
    if wide != wide || wide - wide != 0.0 { return truncate<float32>(wide) }
    let near = truncate<float32>(wide)
    if near - near == 0.0 {
        let rest = wide - near
        if rest == 0.0 { return near }
        let other = _next_float32(near, rest > 0.0)
        // All three have few enough bits for these differences to be exact.
        let other_rest = if other - other == 0.0 { cast<float64>(other) - wide } else { _infinity_gap(wide) }
        if @abs(rest) != @abs(other_rest) { return near }
        let side = _compare_decimal(s, @abs(wide))
        if side == 0 { return near }
        // Away from zero when the text is larger than the middle.
        let away = @abs(cast<float64>(near)) > @abs(wide)
        near = if (side > 0) == away { near } else { other }
    } else if wide - wide == 0.0 && _compare_decimal(s, @abs(wide)) < 0 && _infinity_gap(wide) == _FLOAT32_HALF_STEP {
        // Just below the middle between the largest number and what would come next.
        near = _next_float32(near, wide < 0.0)
    }
    if near - near != 0.0 { return _number_too_large(s, "float32") }
    return near
}

/// Half of the distance between the largest float32 values.
const _FLOAT32_HALF_STEP: float64 = 10141204801825835211973625643008.0

/// From `wide` to where the next float32 above the largest one would be.
func _infinity_gap(wide: float64) float64 { return 340282366920938463463374607431768211456.0 - @abs(wide) }

/// The float32 next to `x`, above or below it.
func _next_float32(x: float32, up: bool) float32 {
    let bits = bitcast<uint32>(x)
    if x == 0.0 {
        if up { return bitcast<float32>(cast<uint32>(1)) }
        return bitcast<float32>(cast<uint32>(0x80000001))
    }
    if (x > 0.0) == up { return bitcast<float32>(bits +% 1) }
    return bitcast<float32>(bits -% 1)
}

/// Whether the magnitude that `s` names exactly is less than (-1), equal to (0) or greater than (1) `size`, which has at most
/// 120 decimal digits.
func _compare_decimal(s: string, size: float64) int32 {
    let text: [160]byte
    let exact = &text[0]
    let n = arc_rt_format_f64(size, exact, 160, 2, 120)
    let (left_exponent, left) = _decimal_digits(s._data, s._len)
    let (right_exponent, right) = _decimal_digits(exact, n)
    if left.is_empty() || right.is_empty() { return compare(left._len, right._len) }
    if left_exponent != right_exponent { return compare(left_exponent, right_exponent) }
    return compare(left, right)
}

/// The digits of a number without zeros at both ends, and the exponent of the power of ten that the first one counts.
func _decimal_digits(text: *byte, length: usize) (int64, vector<byte>) {
    let digits: vector<byte> = []
    let exponent: int64 = -1
    let behind_point = false
    let i: usize = 0
    for i < length {
        let b = text[i]
        i = i +% 1
        if b == 46 {
            behind_point = true
        } else if b.is_digit() {
            if !digits.is_empty() || b != 48 {
                digits.push(b)
                if !behind_point { exponent += 1 }
            } else if behind_point {
                exponent -= 1
            }
        } else if b.is_letter() {
            break
        }
    }
    if i < length {
        let negative = text[i] == 45
        if negative || text[i] == 43 { i = i +% 1 }
        let written: int64 = 0
        for i < length {
            if written < 1_000_000 { written = written * 10 + cast<int64>(text[i] -% 48) }
            i = i +% 1
        }
        exponent += if negative { -written } else { written }
    }
    for !digits.is_empty() && digits[digits._len -% 1] == 48 { digits.pop() }
    return (exponent, digits)
}
