namespace time

/// A time as RFC 3339 writes it, `2026-11-20T08:05:00.25+02:00`, turned into UTC. `t`, `z` and a space instead of `T`
/// are taken, too, and a leap second counts as the second before it.
func parse_rfc3339(text: string) DateTime! {
    let bad = "${text.quoted()} is not a time like 2026-11-20T08:05:00Z"
    let b = text.bytes()
    if b.len() < 20 { return error(bad, code: InvalidText) }
    if b[4] != '-' || b[7] != '-' || (b[10] != 'T' && b[10] != 't' && b[10] != ' ') || b[13] != ':' || b[16] != ':' {
        return error(bad, code: InvalidText)
    }
    let at: usize = 19
    let nanosecond: int64 = 0
    if b[at] == '.' {
        at += 1
        let digits: usize = 0
        for at < b.len() && b[at].is_digit() {
            // More than nine digits are cut off.
            if digits < 9 { nanosecond = nanosecond * 10 + cast<int64>(b[at] - '0') }
            digits += 1
            at += 1
        }
        if digits == 0 { return error(bad, code: InvalidText) }
        for digits < 9 {
            nanosecond *= 10
            digits += 1
        }
    }
    let offset: int64 = 0
    if at == b.len() { return error("${bad}: the zone is missing", code: InvalidText) }
    if b[at] == 'Z' || b[at] == 'z' {
        at += 1
    } else {
        if (b[at] != '+' && b[at] != '-') || at + 6 > b.len() || b[at + 3] != ':' { return error(bad, code: InvalidText) }
        let hours = _number(b, at + 1, 2).ok_or(bad)?
        let minutes = _number(b, at + 4, 2).ok_or(bad)?
        if hours > 23 || minutes > 59 { return error(bad, code: OutOfRange) }
        offset = hours * 60 + minutes
        if b[at] == '-' { offset = -offset }
        at += 6
    }
    if at != b.len() { return error(bad, code: InvalidText) }
    let second = _number(b, 17, 2).ok_or(bad)?
    if second == 60 { second = 59 }
    let local = date_time(_number(b, 0, 4).ok_or(bad)?, _number(b, 5, 2).ok_or(bad)?, _number(b, 8, 2).ok_or(bad)?,
        _number(b, 11, 2).ok_or(bad)?,
        _number(b, 14, 2).ok_or(bad)?, second, nanosecond).context(bad)?
    return from_unix(local.unix_seconds() - offset * 60, nanosecond)
}

/// A date like `2026-11-20`, at midnight UTC.
func parse_date(text: string) DateTime! {
    let bad = "${text.quoted()} is not a date like 2026-11-20"
    let b = text.bytes()
    if b.len() != 10 || b[4] != '-' || b[7] != '-' { return error(bad, code: InvalidText) }
    return date_time(_number(b, 0, 4).ok_or(bad)?, _number(b, 5, 2).ok_or(bad)?, _number(b, 8, 2).ok_or(bad)?).context(bad)
}

/// The `count` decimal digits from `at` on, or null when others stand there.
func _number(b: []byte, at: usize, count: usize) int64? {
    let value: int64 = 0
    for i in at..at + count {
        if !b[i].is_digit() { return null }
        value = value * 10 + cast<int64>(b[i] - '0')
    }
    return value
}
