namespace time

import "std/bits"

const MICROSECOND: duration = 1_us
const MILLISECOND: duration = 1_ms
const SECOND: duration = 1_s
const MINUTE: duration = 60_s
const HOUR: duration = 3600_s
const DAY: duration = 86400_s

/// A duration in hours, minutes and seconds, or in the smaller unit that fits: `1h2m3.5s`, `2m0s`, `1.5ms`, `0s`.
func format_duration(d: duration) string {
    let n = d.nanoseconds()
    let magnitude: uint64 = if n < 0 { 0 -% bitcast<uint64>(n) } else { bitcast<uint64>(n) }
    let sign = if n < 0 { "-" } else { "" }
    if magnitude == 0 { return "0s" }
    if magnitude < 1_000 { return "${sign}${magnitude}ns" }
    if magnitude < 1_000_000 { return "${sign}${_with_fraction(magnitude, 1_000)}us" }
    if magnitude < 1_000_000_000 { return "${sign}${_with_fraction(magnitude, 1_000_000)}ms" }
    let minutes = magnitude / 60_000_000_000
    let seconds = _with_fraction(magnitude % 60_000_000_000, 1_000_000_000)
    if minutes == 0 { return "${sign}${seconds}s" }
    if minutes < 60 { return "${sign}${minutes}m${seconds}s" }
    return "${sign}${minutes / 60}h${minutes % 60}m${seconds}s"
}

func _with_fraction(n: uint64, unit: uint64) string {
    let rest = n % unit
    if rest == 0 { return "${n / unit}" }
    let digits = "${rest + unit}"[1..]
    let end = digits.len()
    for digits[end - 1] == '0' { end -= 1 }
    return "${n / unit}.${digits[0..end]}"
}

/// A duration from text as `format_duration` writes it: numbers, also with a fraction, each with a unit `ns`, `us`
/// (`µs`), `ms`, `s`, `m` (`min`), `h` or `d`; a sign may stand in front. `0` needs no unit.
func parse_duration(text: string) duration! {
    let bad = "${text.quoted()} is not a duration"
    let rest = text
    let negative = false
    if rest.starts_with("-") || rest.starts_with("+") {
        negative = rest[0] == '-'
        rest = rest[1..]
    }
    if rest == "0" { return 0_s }
    if rest.is_empty() { return error(bad, code: InvalidNumber) }
    let total: uint64 = 0
    for !rest.is_empty() {
        let end: usize = 0
        for end < rest.len() && (rest[end].is_digit() || rest[end] == '.') { end += 1 }
        let (whole, fraction) = rest[0..end].split_once(".") ?? (rest[0..end], "")
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') { return error(bad, code: InvalidNumber) }
        rest = rest[end..]
        let stop: usize = 0
        for stop < rest.len() && !rest[stop].is_digit() && rest[stop] != '.' { stop += 1 }
        let unit: uint64 = match rest[0..stop] {
            "ns" => 1
            "us" | "µs" | "μs" => 1_000
            "ms" => 1_000_000
            "s" => 1_000_000_000
            "m" | "min" => 60_000_000_000
            "h" => 3_600_000_000_000
            "d" => 86_400_000_000_000
            "" => return error("${bad}: a unit is missing", code: InvalidNumber)
            other => return error("${bad}: unknown unit ${other.quoted()}", code: InvalidNumber)
        }
        rest = rest[stop..]
        let n: uint64 = if whole.is_empty() { 0 } else { whole.parse_uint().context(bad)? }
        if @mul_high(n, unit) != 0 { return error("${text} is too long", code: OutOfRange) }
        let part = n * unit
        // Exactly, cut off below a nanosecond; digits behind the eighteenth change nothing.
        let digits = fraction[0..min(fraction.len(), 18)]
        if !digits.is_empty() {
            let power: uint64 = 1
            for _ in 0..digits.len() { power *= 10 }
            let (high, low) = bits.multiply_wide(unit, digits.parse_uint().context(bad)?)
            part += bits.divide_wide(high, low, power).0
        }
        if part > 0x8000000000000000 || total + part > 0x8000000000000000 {
            return error("${text} is too long", code: OutOfRange)
        }
        total += part
    }
    if negative { return duration_from_nanoseconds(bitcast<int64>(0 -% total)) }
    if total > 0x7FFFFFFFFFFFFFFF { return error("${text} is too long", code: OutOfRange) }
    return duration_from_nanoseconds(bitcast<int64>(total))
}

/// The multiple of `unit` that is nearest to `d`, halves away from zero.
func round_duration(d: duration, unit: duration) duration {
    let step = unit.nanoseconds()
    if step <= 0 { return d }
    let n = d.nanoseconds()
    let rest = n % step
    let below = n - rest
    let size = if rest < 0 { -rest } else { rest }
    if size < step - size { return duration_from_nanoseconds(below) }
    return duration_from_nanoseconds(if n < 0 { below - step } else { below + step })
}

/// The multiple of `unit` next to `d` towards zero.
func truncate_duration(d: duration, unit: duration) duration {
    let step = unit.nanoseconds()
    if step <= 0 { return d }
    return duration_from_nanoseconds(d.nanoseconds() - d.nanoseconds() % step)
}
