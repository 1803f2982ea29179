namespace strconv

extern "C" {
    func arc_rt_format_f64(value: float64, buffer: *byte, capacity: usize, mode: int32, precision: int32) usize
}

const _FIXED: int32 = 1
const _EXPONENT: int32 = 2
/// The most digits that can be asked for.
const MAX_DIGITS: int32 = 400

func _formatted(x: float64, mode: int32, digits: int32) string {
    if digits < 0 || digits > MAX_DIGITS { panic("strconv: ${digits} digits are not in 0 to ${MAX_DIGITS}") }
    let room = 330 + cast<usize>(digits)     // 309 digits before the point
    let buffer: vector<byte> = []
    buffer.resize_uninitialized(room)
    buffer.truncate(arc_rt_format_f64(x, buffer.pointer(), room, mode, digits))
    return string_from_bytes(buffer)!
}

/// The fewest digits that read back as `x`, never with an exponent: `0.1`, `1000000000000000000000000`, `5.0`.
func format_plain(x: float64) string {
    let text = "${x}"
    let (mantissa, tail) = text.split_once("e") ?? return text
    let exponent = tail.parse_int()!
    let negative = mantissa.starts_with("-")
    let digits = (if negative { mantissa[1..] } else { mantissa }).replace(".", "")
    let sign = if negative { "-" } else { "" }
    let count = cast<int64>(digits.len())
    if exponent < 0 { return "${sign}0.${"0".repeat(cast<usize>(-exponent - 1))}${digits}" }
    return "${sign}${digits}${"0".repeat(cast<usize>(exponent - count + 1))}.0"
}

/// `digits` (up to `MAX_DIGITS`) digits behind the point, correctly rounded: `3.14`.
func format_fixed(x: float64, digits: int32) string { return _formatted(x, _FIXED, digits) }

/// One digit before the point and `digits` behind it: `3.14e0`, `1.5e-7`.
func format_exponent(x: float64, digits: int32) string {
    let text = _formatted(x, _EXPONENT, digits)
    let (mantissa, tail) = text.split_once("e") ?? return text
    let exponent = (tail.strip_prefix("+") ?? tail).parse_int()!
    return "${mantissa}e${exponent}"
}

/// `digits` significant digits (at least one) without zeros at the end, with an exponent when it is below -4 or not
/// below `digits`, as `%g` of C: `3.142`, `1e6`, `0.0001`.
func format_significant(x: float64, digits: int32) string {
    let wanted = max(digits, 1)
    if x != x || x - x != 0.0 { return "${x}" }
    let (mantissa, tail) = format_exponent(x, wanted - 1).split_once("e") ?? return "${x}"
    let exponent = tail.parse_int()!
    if exponent < -4 || exponent >= wanted { return "${_without_zeros(mantissa)}e${exponent}" }
    return _without_zeros(format_fixed(x, truncate<int32>(wanted - 1 - exponent)))
}

func _without_zeros(text: string) string {
    if !text.contains('.') { return text }
    let end = text.len()
    for text[end - 1] == '0' { end -= 1 }
    if text[end - 1] == '.' { end -= 1 }
    return text[0..end]
}

/// The bits in hexadecimal, as `%a` of C: `0x1.8p1` is 3.
func format_hex(x: float64) string {
    if x != x || x - x != 0.0 { return "${x}" }
    let bits = bitcast<uint64>(x)
    let sign = if (bits >> 63) != 0 { "-" } else { "" }
    let fraction = bits & 0xFFFFFFFFFFFFF
    let exponent = cast<int64>((bits >> 52) & 0x7FF)
    let lead = 1
    if exponent == 0 {
        if fraction == 0 { return "${sign}0x0p0" }
        lead = 0
        exponent = 1
    }
    let digits = "${fraction:013x}"
    let end: usize = 13
    for end > 0 && digits[end - 1] == '0' { end -= 1 }
    let point = if end > 0 { "." } else { "" }
    return "${sign}0x${lead}${point}${digits[0..end]}p${exponent - 1023}"
}

/// The number that `format_hex` writes, exactly; more bits than a float64 has are an error.
func parse_hex_float(text: string) float64! {
    let bad = "${text.quoted()} is not a hexadecimal float"
    let negative = text.starts_with("-")
    let rest = text[if negative { 1 } else { 0 }..]
    let body = (rest.strip_prefix("0x") ?? rest.strip_prefix("0X")).ok_or(bad)?
    let (mantissa, tail) = (body.split_once("p") ?? body.split_once("P")).ok_or(bad)?
    let exponent = tail.parse<int32>().context(bad)?
    let (whole, behind) = mantissa.split_once(".") ?? (mantissa, "")
    let digits = whole + behind
    if digits.contains('_') || exponent > 5000 || exponent < -5000 { return error(bad, code: InvalidNumber) }
    let significand = digits.parse_uint(16).context(bad)?
    // The power of two goes in two steps, so that neither leaves the range on its own; only the last may round, and must not.
    let power = exponent - 4 * cast<int32>(behind.len())
    let value = cast<float64>(significand)
    if cast<uint64>(value) != significand { return error("${text} has more bits than float64", code: OutOfRange) }
    for power > 0 {
        let step = min(power, 1000)
        value *= _power_of_two(step)
        power -= step
    }
    for power < 0 {
        let step = max(power, -900)
        let next = value * _power_of_two(step)
        if next * _power_of_two(-step) != value { return error("${text} has more bits than float64", code: OutOfRange) }
        value = next
        power -= step
    }
    if value - value != 0.0 { return error("${text} does not fit float64", code: OutOfRange) }
    return if negative { -value } else { value }
}

/// 2 to the power `n`, for -1022 to 1023.
func _power_of_two(n: int32) float64 { return bitcast<float64>(cast<uint64>(n + 1023) << 52) }
