namespace time

/// A day of the week.
enum Weekday { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday }

/// A date and time of day in UTC, by the Gregorian calendar, without leap seconds; years -9999 to 9999. `<` and `==` go
/// by time.
///
/// `DateTime{…}` takes fields as they are; `date_time(…)` checks them.
struct DateTime {
    year: int64 = 1970
    month: int64 = 1            // 1 to 12
    day: int64 = 1              // 1 to 31
    hour: int64
    minute: int64
    second: int64
    nanosecond: int64

    /// Seconds since the beginning of 1970; negative before.
    func unix_seconds(self t: DateTime) int64 {
        return days_from_civil(t.year, t.month, t.day) * 86_400 + t.hour * 3_600 + t.minute * 60 + t.second
    }

    /// Nanoseconds since the beginning of 1970; panics outside of the years 1678 to 2261.
    func unix_nanoseconds(self t: DateTime) int64 { return t.unix_seconds() * 1_000_000_000 + t.nanosecond }

    /// The time `d` later.
    func plus(self t: DateTime, d: duration) DateTime {
        let nanoseconds = d.nanoseconds() % 1_000_000_000 + t.nanosecond
        let seconds = t.unix_seconds() + d.nanoseconds() / 1_000_000_000
        if nanoseconds < 0 {
            nanoseconds += 1_000_000_000
            seconds -= 1
        } else if nanoseconds >= 1_000_000_000 {
            nanoseconds -= 1_000_000_000
            seconds += 1
        }
        return from_unix(seconds, nanoseconds)
    }

    /// From `earlier` to this time; panics when it is longer than 292 years.
    func since(self t: DateTime, earlier: DateTime) duration {
        return duration_from_nanoseconds((t.unix_seconds() - earlier.unix_seconds()) * 1_000_000_000 + t.nanosecond - earlier.nanosecond)
    }

    /// The same time of day `n` days later.
    func plus_days(self t: DateTime, n: int64) DateTime {
        let (year, month, day) = civil_from_days(days_from_civil(t.year, t.month, t.day) + n)
        let out = t
        out.year = year
        out.month = month
        out.day = day
        return out
    }

    /// The same day and time `n` months later; the last day of a month that is too short.
    func plus_months(self t: DateTime, n: int64) DateTime {
        let months = t.year * 12 + t.month - 1 + n
        let out = t
        out.month = months % 12 + 1
        out.year = months / 12
        if out.month < 1 {
            out.month += 12
            out.year -= 1
        }
        out.day = min(t.day, days_in_month(out.year, out.month))
        return out
    }

    /// Midnight of this day.
    func start_of_day(self t: DateTime) DateTime { return DateTime{year: t.year, month: t.month, day: t.day} }

    /// The day of the week.
    func weekday(self t: DateTime) Weekday {
        let n = (days_from_civil(t.year, t.month, t.day) + 3) % 7
        return match if n < 0 { n + 7 } else { n } {
            0 => Weekday.Monday
            1 => Weekday.Tuesday
            2 => Weekday.Wednesday
            3 => Weekday.Thursday
            4 => Weekday.Friday
            5 => Weekday.Saturday
            _ => Weekday.Sunday
        }
    }

    /// 1 for the first of January.
    func day_of_year(self t: DateTime) int64 {
        return days_from_civil(t.year, t.month, t.day) - days_from_civil(t.year, 1, 1) + 1
    }

    /// The year and the number of the week by ISO 8601: weeks begin on Monday, and the first one has the year's first Thursday.
    func iso_week(self t: DateTime) (int64, int64) {
        let thursday = t.plus_days(3 - _days_since_monday(t))
        return (thursday.year, (thursday.day_of_year() - 1) / 7 + 1)
    }

    /// As RFC 3339 wants it: `2026-11-20T08:05:00Z`, with a fraction of the second when there is one.
    func to_string(self t: DateTime) string {
        let out = StringBuilder{}
        out.add("${_year_text(t.year)}-${t.month:02}-${t.day:02}T${t.hour:02}:${t.minute:02}:${t.second:02}")
        if t.nanosecond != 0 {
            let digits = "${t.nanosecond:09}"
            let end = digits.len()
            for digits[end - 1] == '0' { end -= 1 }
            out.add(".${digits[0..end]}")
        }
        out.add("Z")
        return out.finish()
    }

    /// The date alone: `2026-11-20`.
    func date_text(self t: DateTime) string { return "${_year_text(t.year)}-${t.month:02}-${t.day:02}" }

    /// The time of day alone: `08:05:00`.
    func time_text(self t: DateTime) string { return "${t.hour:02}:${t.minute:02}:${t.second:02}" }

    /// As mail and HTTP write it: `Fri, 20 Nov 2026 08:05:00 GMT`.
    func to_http(self t: DateTime) string { return t.formatted("%a, %d %b %Y %H:%M:%S GMT") }

    /// The parts that `pattern` names as `strftime` of C does: `%Y` year, `%m` month, `%d` day, `%e` day without zero,
    /// `%H` hour, `%I` hour of 12, `%M` minute, `%S` second, `%f` nanoseconds in 9 digits, `%L` milliseconds in 3, `%p`
    /// AM or PM, `%j` day of the year, `%a` `%A` the day of the week, `%b` `%B` the month, `%y` year in 2 digits, `%G`
    /// `%V` year and week of ISO 8601, `%u` day of the week from 1 for Monday, `%F` for `%Y-%m-%d`, `%T` for
    /// `%H:%M:%S`, `%s` seconds since 1970, `%%` a percent sign. Panics at others.
    func formatted(self t: DateTime, pattern: string) string {
        let out = StringBuilder{}
        let all = pattern.chars()
        for let c = all.next() {
            if c != '%' {
                out.add_char(c)
                continue
            }
            let kind = all.next() ?? panic("time: a single % at the end of ${pattern.quoted()}")
            match kind {
                'Y' => out.add(_year_text(t.year))
                'y' => out.add("${((t.year % 100) + 100) % 100:02}")
                'm' => out.add("${t.month:02}")
                'd' => out.add("${t.day:02}")
                'e' => out.add("${t.day}")
                'H' => out.add("${t.hour:02}")
                'I' => out.add("${(t.hour + 11) % 12 + 1:02}")
                'M' => out.add("${t.minute:02}")
                'S' => out.add("${t.second:02}")
                'f' => out.add("${t.nanosecond:09}")
                'L' => out.add("${t.nanosecond / 1_000_000:03}")
                'p' => out.add(if t.hour < 12 { "AM" } else { "PM" })
                'j' => out.add("${t.day_of_year():03}")
                'A' => out.add("${t.weekday()}")
                'a' => out.add("${t.weekday()}"[0..3])
                'B' => out.add(month_name(t.month))
                'b' => out.add(month_name(t.month)[0..3])
                'G' => out.add(_year_text(t.iso_week().0))
                'V' => out.add("${t.iso_week().1:02}")
                'u' => out.add("${_days_since_monday(t) + 1}")
                'F' => out.add(t.date_text())
                'T' => out.add(t.time_text())
                's' => out.add("${t.unix_seconds()}")
                '%' => out.add("%")
                _ => panic("time: unknown part %${kind} in ${pattern.quoted()}")
            }
        }
        return out.finish()
    }
}

func _days_since_monday(t: DateTime) int64 { return cast<int64>(t.weekday()) }

func _year_text(year: int64) string { return if year < 0 { "-${-year:04}" } else { "${year:04}" } }

/// The date and time, checked: an error when there is no such day or time.
func date_time(year: int64, month: int64, day: int64, hour: int64 = 0, minute: int64 = 0, second: int64 = 0,
    nanosecond: int64 = 0) DateTime! {
    if year < -9999 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) {
        return error("there is no day ${_year_text(year)}-${month:02}-${day:02}", code: OutOfRange)
    }
    if hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || nanosecond < 0 ||
        nanosecond > 999_999_999 {
        return error("there is no time ${hour:02}:${minute:02}:${second:02}.${nanosecond:09}", code: OutOfRange)
    }
    return DateTime{year, month, day, hour, minute, second, nanosecond}
}

/// The time so many seconds (negative: before) and nanoseconds after the beginning of 1970.
func from_unix(seconds: int64, nanoseconds: int64 = 0) DateTime {
    let days = seconds / 86_400
    let rest = seconds % 86_400
    if rest < 0 {
        days -= 1
        rest += 86_400
    }
    let (year, month, day) = civil_from_days(days)
    return DateTime{year, month, day, hour: rest / 3_600, minute: rest / 60 % 60, second: rest % 60, nanosecond: nanoseconds}
}

/// Now, by the system's clock.
func utc_now() DateTime {
    let n = unix_nanoseconds()
    return from_unix(n / 1_000_000_000, n % 1_000_000_000)
}

/// True for years of 366 days.
func is_leap_year(year: int64) bool { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

/// How many days a month (1 to 12) has.
func days_in_month(year: int64, month: int64) int64 {
    return match month {
        2 => if is_leap_year(year) { 29 } else { 28 }
        4 | 6 | 9 | 11 => 30
        _ => 31
    }
}

/// The English name of a month, 1 to 12.
func month_name(month: int64) string {
    let names = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December"]
    return names[month - 1]
}

// Days and dates by eras of 400 years that begin in March, so that the leap day is the last of its year.

/// Days from the first of January 1970 to a date; negative before.
func days_from_civil(year: int64, month: int64, day: int64) int64 {
    let y = if month <= 2 { year - 1 } else { year }
    let era = (if y >= 0 { y } else { y - 399 }) / 400
    let year_of_era = y - era * 400
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a number of days since the first of January 1970.
func civil_from_days(days: int64) (int64, int64, int64) {
    let z = days + 719_468
    let era = (if z >= 0 { z } else { z - 146_096 }) / 146_097
    let day_of_era = z - era * 146_097
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100)
    let shifted = (5 * day_of_year + 2) / 153
    let day = day_of_year - (153 * shifted + 2) / 5 + 1
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 }
    return (year_of_era + era * 400 + (if month <= 2 { 1 } else { 0 }), month, day)
}
