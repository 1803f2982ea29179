namespace core

// Floats with a given number of digits behind the point, without the general algorithm where they are few: x * 10^p is y + e
// exactly, with e the error of the product (fma), so rounding y by its fraction and e is rounding the true value; ties go to
// even, as everywhere. shortest.arc has the form without a given precision.

const _POWERS_OF_TEN: [16]float64 = [1.0, 10.0, 100.0, 1000.0, 10000.0, 100000.0, 1000000.0, 10000000.0, 100000000.0, 1000000000.0,
    10000000000.0, 100000000000.0, 1000000000000.0, 10000000000000.0, 100000000000000.0, 1000000000000000.0]

/// Shows `x` when the short way can; false when nothing was done.
func _format_short_float(out: *StringBuilder, x: float64, spec: FormatSpec) bool {
    let size = @abs(x)
    if spec.precision < 0 || spec.precision > 15 { return false }
    let power = _POWERS_OF_TEN[spec.precision]
    let y = size * power
    if !(y < 4503599627370496.0) { return false }
    let low = @floor(y)
    let rest = y - low
    let error = @fma(size, power, -y)
    let m = truncate<uint64>(low)
    if rest > 0.5 || (rest == 0.5 && (error > 0.0 || (error == 0.0 && (m & 1) == 1))) { m = m +% 1 }
    _put_short_float(out, x, m, spec.precision, spec)
    return true
}

/// Writes `digits` with a point before the last `behind` of them.
func _put_short_float(out: *StringBuilder, x: float64, digits: uint64, behind: int32, spec: FormatSpec) {
    let text: [40]byte
    let end = &text[0] + 40
    let n = _write_decimal(end, digits)
    let count = cast<usize>(behind)
    for n <= count {
        n = n +% 1
        *(end - n) = 48
    }
    let start = end - n
    let length = n
    if count > 0 {
        // The digits before the point move one to the left.
        start = start - 1
        @memmove(start, start + 1, n -% count)
        start[n -% count] = 46
        length = n +% 1
    }
    let negative = (bitcast<uint64>(x) >> 63) != 0
    if spec.width < 0 && !spec.sign {
        if negative { out._add_ascii(45) }
        out._add_raw(start, length)
    } else {
        _pad_number(out, negative, "", start, length, spec)
    }
}
