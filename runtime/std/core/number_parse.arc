namespace core

// Text to numbers. The whole text must be a number; nothing around it is skipped.

@cold
@noinline
func _not_a_number(s: string, what: string) error {
    if s._len == 0 { return error("empty text is not ${what}", code: InvalidNumber) }
    if s._len > 64 { return error("text of ${s._len} bytes is not ${what}", code: InvalidNumber) }
    return error("\"${s}\" is not ${what}", code: InvalidNumber)
}

@cold
@noinline
func _number_too_large(s: string, type_name: string) error {
    return error("${s} does not fit ${type_name}", code: OutOfRange)
}

/// The digits of `s` from byte `from` as a number in `base`, `_` allowed between digits. The flag is 0 for a good number,
/// 1 for a bad digit and 2 for one that is too large.
func _parse_digits(s: string, from: usize, base: uint32) (uint64, int32) {
    if from >= s._len { return (0, 1) }
    let value: uint64 = 0
    let wide: uint64 = base
    let limit: uint64 = 0xFFFFFFFFFFFFFFFF / wide
    let too_large = false
    let i = from
    for i < s._len {
        let b = s._data[i]
        if b == 95 && i > from && i +% 1 < s._len {
            i = i +% 1
            continue
        }
        let d = _digit_of(b)
        if d >= base { return (0, 1) }
        if value > limit { too_large = true }
        let next = value *% wide +% d
        if next < value && value >= limit { too_large = true }
        value = next
        i = i +% 1
    }
    if too_large { return (0, 2) }
    return (value, 0)
}

/// A whole number of any integer type: an optional sign, then digits in `base` (2 to 36).
func _parse_integer<T>(s: string, base: uint32) T! {
    let from: usize = 0
    let negative = false
    if s._len > 0 && (s._data[0] == 45 || s._data[0] == 43) {
        negative = s._data[0] == 45
        from = 1
    }
    let magnitude: uint64 = 0
    let flag: int32 = 0
    let count = s._len -% from
    if base == 10 && count -% 1 < 18 {
        // One to eighteen decimal digits cannot overflow.
        let i = from
        for i < s._len {
            let d = s._data[i] -% 48
            if d > 9 { break }
            magnitude = magnitude *% 10 +% d
            i = i +% 1
        }
        if i < s._len { (magnitude, flag) = _parse_digits(s, from, base) }
    } else {
        (magnitude, flag) = _parse_digits(s, from, base)
    }
    if flag == 1 { return _not_a_number(s, "a whole number") }
    comptime if @is_signed(T) {
        let most: uint64 = cast<uint64>(@max_of(T))
        if negative { most = most +% 1 }
        if flag == 2 || magnitude > most { return _number_too_large(s, @name_of(T)) }
        if negative { return truncate<T>(0 -% bitcast<int64>(magnitude)) }
        return truncate<T>(magnitude)
    } else {
        if flag == 2 || (negative && magnitude != 0) || magnitude > cast<uint64>(@max_of(T)) {
            return _number_too_large(s, @name_of(T))
        }
        return truncate<T>(magnitude)
    }
}

/// The text as a whole number in `base` (2 to 36); `-` or `+` may stand in front, `_` between digits.
func parse_int(self s: string, base: uint32 = 10) int64! { return _parse_integer<int64>(s, base) }

/// The text as a whole number that is not negative.
func parse_uint(self s: string, base: uint32 = 10) uint64! { return _parse_integer<uint64>(s, base) }

/// The text as a floating point number: `1.5`, `-2e9`, `inf`, `nan`.
func parse_float(self s: string) float64! {
    let value: float64 = 0.0
    if _parse_float_fast(s, &value) { return value }
    let status = arc_rt_parse_f64(s._data, s._len, &value)
    if status == 0 { return value }
    if status == -34 { return _number_too_large(s, "float64") }
    return _not_a_number(s, "a number")
}

/// The text as `true` or `false`.
func parse_bool(self s: string) bool! {
    if s == "true" { return true }
    if s == "false" { return false }
    return _not_a_number(s, "true or false")
}

/// The text as a value of `T`: an integer or float type, bool, char or string.
func parse<T>(self s: string) T! {
    comptime if @kind(T) == "int" {
        return _parse_integer<T>(s, 10)
    } else comptime if T == float64 {
        return s.parse_float()
    } else comptime if @kind(T) == "float" {
        return _parse_float32(s)
    } else comptime if @kind(T) == "bool" {
        return s.parse_bool()
    } else comptime if @kind(T) == "char" {
        let all = s.chars()
        if let c = all.next() {
            if all.position() == s._len { return c }
        }
        return _not_a_number(s, "one character")
    } else comptime if @kind(T) == "string" {
        return s
    } else {
        @compile_error("parse makes numbers, bool, char and string")
    }
}
