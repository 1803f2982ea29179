namespace strconv

// Numbers as text and back, beyond interpolation (`${x:08x}`) and the methods `parse`, `parse_int` and `parse_float` of
// the prelude.

/// A whole number of type `T` in `base` (2 to 36). Base 0, the default, goes by the prefix: `0x`, `0o`, `0b`, else
/// decimal. A sign may stand in front, `_` between digits.
func parse<T>(text: string, base: uint32 = 0) T! {
    let negative = text.starts_with("-")
    let digits = if negative || text.starts_with("+") { text[1..] } else { text }
    let real_base = base
    if base == 0 {
        real_base = 10
        if digits.len() > 2 && digits[0] == '0' {
            real_base = match digits[1] {
                'x' | 'X' => 16
                'o' | 'O' => 8
                'b' | 'B' => 2
                _ => 10
            }
            if real_base != 10 { digits = digits[2..] }
        }
    } else if base < 2 || base > 36 {
        panic("strconv: base ${base} is not in 2 to 36")
    }
    // A second sign would be taken by the method below.
    if digits.is_empty() || digits[0] == '-' || digits[0] == '+' || digits[0] == '_' {
        return error("${text.quoted()} is not a whole number", code: InvalidNumber)
    }
    let magnitude = digits.parse_uint(real_base) catch |e| {
        if e.code == OutOfRange { return error("${text} does not fit ${@name_of(T)}", code: OutOfRange) }
        return error("${text.quoted()} is not a whole number", code: InvalidNumber)
    }
    comptime if @is_signed(T) {
        let most: uint64 = cast<uint64>(@max_of(T))
        if negative { most += 1 }
        if magnitude > most { return error("${text} does not fit ${@name_of(T)}", code: OutOfRange) }
        return truncate<T>(if negative { 0 -% magnitude } else { magnitude })
    } else {
        if magnitude > cast<uint64>(@max_of(T)) || (negative && magnitude != 0) {
            return error("${text} does not fit ${@name_of(T)}", code: OutOfRange)
        }
        return truncate<T>(magnitude)
    }
}

/// A whole number in `base` (2 to 36) with lower-case digits: a sign and the magnitude, no prefix.
func format<T>(value: T, base: uint32 = 10) string {
    if base < 2 || base > 36 { panic("strconv: base ${base} is not in 2 to 36") }
    let negative = false
    let left: uint64 = 0
    comptime if @is_signed(T) {
        let wide: int64 = value
        negative = wide < 0
        left = if negative { 0 -% bitcast<uint64>(wide) } else { bitcast<uint64>(wide) }
    } else {
        left = value
    }
    let digits: [65]byte
    let at: usize = 65
    let wide_base: uint64 = base
    for {
        at -= 1
        let d = truncate<byte>(left % wide_base)
        digits[at] = if d < 10 { d + '0' } else { d - 10 + 'a' }
        left /= wide_base
        if left == 0 { break }
    }
    if negative {
        at -= 1
        digits[at] = '-'
    }
    return string_from_valid_utf8(digits.pointer() + at, 65 - at)
}

/// A whole number with `separator` before each group of three digits: `1,234,567`.
func format_grouped<T>(value: T, separator: string = ",") string {
    let text = format(value)
    let first: usize = if text.starts_with("-") { 1 } else { 0 }
    let out = StringBuilder{}
    for i in 0..text.len() {
        if i > first && (text.len() - i) % 3 == 0 { out.add(separator) }
        out.add(text[i..i + 1])
    }
    return out.finish()
}

/// `1st`, `2nd`, `3rd`, `4th`, `11th`.
func ordinal(n: int64) string {
    let last_two = n % 100
    let last = n % 10
    if last_two < 0 { last_two = -last_two }
    if last < 0 { last = -last }
    if last_two >= 11 && last_two <= 13 { return "${n}th" }
    return match last {
        1 => "${n}st"
        2 => "${n}nd"
        3 => "${n}rd"
        _ => "${n}th"
    }
}

/// A number of bytes with a unit of powers of 1024, as the literals of the language: `512 B`, `1.5 KB`, `3 GB`.
func format_size(bytes: uint64) string {
    let units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"]
    let unit: usize = 0
    let scaled = cast<float64>(bytes)
    // Where rounding would print 1024, the next unit is meant.
    for scaled >= 1023.95 || (unit == 0 && bytes >= 1024 && scaled >= 1024.0) {
        if unit == 0 && bytes < 1024 { break }
        scaled /= 1024.0
        unit += 1
    }
    if unit == 0 { return "${bytes} B" }
    let text = "${scaled:.1}"
    return "${text.strip_suffix(".0") ?? text} ${units[unit]}"
}

/// A number of bytes from text such as `512`, `64KB`, `1.5 MB`, `2 GiB`: powers of 1024 in any case, with or without
/// `B` or `iB`.
func parse_size(text: string) uint64! {
    let end: usize = 0
    for end < text.len() && (text[end].is_digit() || text[end] == '.' || text[end] == '_') { end += 1 }
    let unit = text[end..].trim().to_upper()
    let shift: uint32 = match unit {
        "" | "B" => 0
        "K" | "KB" | "KIB" => 10
        "M" | "MB" | "MIB" => 20
        "G" | "GB" | "GIB" => 30
        "T" | "TB" | "TIB" => 40
        "P" | "PB" | "PIB" => 50
        _ => return error("${text.quoted()} is not a size: unknown unit ${unit.quoted()}", code: InvalidNumber)
    }
    let number = text[0..end]
    if let whole = number.parse_uint() {
        if (whole << shift) >> shift != whole { return error("${text} is too large", code: OutOfRange) }
        return whole << shift
    }
    let value = number.parse_float() catch return error("${text.quoted()} is not a size", code: InvalidNumber)
    let scaled = value * cast<float64>(cast<uint64>(1) << shift)
    if scaled >= 18446744073709551616.0 { return error("${text} is too large", code: OutOfRange) }
    return cast<uint64>(scaled)
}

/// `true` or `false` from what people write: `true`, `t`, `yes`, `y`, `on`, `1` and their opposites, in any case.
func parse_bool(text: string) bool! {
    return match text.to_lower() {
        "true" | "t" | "yes" | "y" | "on" | "1" => true
        "false" | "f" | "no" | "n" | "off" | "0" => false
        _ => error("${text.quoted()} is not true or false", code: InvalidNumber)
    }
}
