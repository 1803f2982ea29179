namespace time

test "durations as text and back" {
    let table: vector<(duration, string)> = [
        (0_s, "0s"), (1_ns, "1ns"), (1100_ns, "1.1us"), (2200_us, "2.2ms"), (3300_ms, "3.3s"), (245_s, "4m5s"),
        (245001_ms, "4m5.001s"), (18367001_ms, "5h6m7.001s"), (480000001_us, "8m0.000001s"), (7200_s, "2h0m0s"),
        (-1500_ms, "-1.5s"),
        (duration_from_nanoseconds(@max_of(int64)), "2562047h47m16.854775807s"),
        (duration_from_nanoseconds(@min_of(int64)), "-2562047h47m16.854775808s"),
    ]
    for (d, text) in table {
        assert(format_duration(d) == text)
        assert(parse_duration(text)! == d, text)
    }
    for (text, d) in [("5s", 5_s), ("+5s", 5_s), ("1.5h", 5400_s), (".5s", 500_ms), ("5.s", 5_s),
        ("1h15m30.918s", 4530918_ms), ("12µs", 12_us), ("2min", 120_s), ("1d", 86400_s), ("0", 0_s), ("-0", 0_s),
        ("0.3333333333333333333h", 1199999999999_ns), ("1m1m", 120_s)] {
        assert(parse_duration(text)! == d, text)
    }
    for bad in ["", "3", "-", "s", ".", "-.", ".s", "+.s", "1..5s", "1x", "1 s", "5s ", "3000000h",
        "9223372036854775808ns", "1e3s", "99999999999999999999s", "٣s"] {
        assert(parse_duration(bad).is_err(), bad)
    }
    assert(parse_duration("-9223372036854775808ns")!.nanoseconds() == @min_of(int64))
}

test "rounding durations" {
    for (d, unit, wanted) in [(1499_ms, 1_s, 1_s), (1500_ms, 1_s, 2_s), (-1500_ms, 1_s, -2_s), (-1499_ms, 1_s, -1_s),
        (7_s, 0_s, 7_s), (90_s, 60_s, 120_s)] {
        assert(round_duration(d, unit) == wanted)
    }
    assert(truncate_duration(1999_ms, 1_s) == 1_s)
    assert(truncate_duration(-1999_ms, 1_s) == -1_s)
    assert(HOUR == 60 * MINUTE)
    assert(DAY == 24 * HOUR)
}

test "all days of ten thousand years" {
    let days = days_from_civil(-400, 1, 1)
    let weekday = 0
    for year in -400..3000 {
        for month in 1..=12 {
            let last = days_in_month(year, month)
            for day in [1, 2, 28, last] {
                let n = days + day - 1
                assert(days_from_civil(year, month, day) == n)
                assert(civil_from_days(n) == (year, month, day))
            }
            days += last
        }
    }
    assert(civil_from_days(0) == (1970, 1, 1) && days_from_civil(2000, 3, 1) == 11_017 && days_from_civil(1, 1, 1) == -719_162)
    for n in 0..15 {
        assert(cast<int64>(from_unix(n * 86_400).weekday()) == (n + 3) % 7)
        assert(cast<int64>(from_unix(-n * 86_400).weekday()) == (3 - n + 21) % 7)
        weekday += 1
    }
}

test "known times" {
    assert("${from_unix(0)}" == "1970-01-01T00:00:00Z")
    assert("${from_unix(1_000_000_000)}" == "2001-09-09T01:46:40Z")
    assert("${from_unix(-1)}" == "1969-12-31T23:59:59Z")
    assert("${from_unix(2_147_483_647)}" == "2038-01-19T03:14:07Z")
    assert("${from_unix(951_782_400)}" == "2000-02-29T00:00:00Z")
    assert(from_unix(4_102_444_799).year == 2099)
    let t = from_unix(1_700_000_000, 123_400_000)
    assert("${t}" == "2023-11-14T22:13:20.1234Z")
    assert(t.weekday() == Weekday.Tuesday)
    assert(t.day_of_year() == 318)
    assert(t.unix_seconds() == 1_700_000_000)
    assert(t.unix_nanoseconds() == 1_700_000_000_123_400_000)
    assert(t.to_http() == "Tue, 14 Nov 2023 22:13:20 GMT" && t.date_text() == "2023-11-14" && t.time_text() == "22:13:20")
    assert(t.formatted("%d.%m.%y %I:%M %p %L %f %j %e %B %A %F %T %s %u 100%%") == "14.11.23 10:13 PM 123 123400000 318 14 November Tuesday 2023-11-14 22:13:20 1700000000 2 100%")
    assert(DateTime{}.formatted("%I %p") == "12 AM")
    assert(DateTime{hour: 12}.formatted("%I %p") == "12 PM")
    assert(DateTime{year: -5}.formatted("%Y %y") == "-0005 95")
}

test "weeks of ISO 8601" {
    for (text, year, week) in [("2005-01-01", 2004, 53), ("2005-01-02", 2004, 53), ("2005-12-31", 2005, 52),
        ("2007-01-01", 2007, 1), ("2008-12-29", 2009, 1), ("2009-12-31", 2009, 53), ("2010-01-03", 2009, 53),
        ("2010-01-04", 2010, 1), ("2020-12-31", 2020, 53)] {
        assert(parse_date(text)!.iso_week() == (year, week), text)
    }
    assert(parse_date("2010-01-03")!.formatted("%G-W%V") == "2009-W53")
}

test "arithmetic" {
    let t = parse_rfc3339("2024-02-28T23:59:59.5Z")!
    assert("${t.plus(500_ms)}" == "2024-02-29T00:00:00Z")
    assert("${t.plus(-500_ms)}" == "2024-02-28T23:59:59Z")
    assert("${t.plus(-600_ms)}" == "2024-02-28T23:59:58.9Z")
    assert(t.plus_days(1).date_text() == "2024-02-29")
    assert(t.plus_days(-59).date_text() == "2023-12-31")
    assert(t.plus_days(366).date_text() == "2025-02-28")
    assert(parse_date("2024-01-31")!.plus_months(1).date_text() == "2024-02-29")
    assert(parse_date("2024-01-31")!.plus_months(-2).date_text() == "2023-11-30")
    assert(parse_date("2024-12-15")!.plus_months(13).date_text() == "2026-01-15")
    assert(parse_date("2024-01-31")!.plus_months(-12).date_text() == "2023-01-31")
    assert(t.since(t.start_of_day()) == 86399500_ms && t.start_of_day() < t && t.plus(1_ns) > t && t.plus(0_s) == t)
    assert(is_leap_year(2000) && !is_leap_year(1900) && is_leap_year(2024) && days_in_month(2023, 2) == 28)
}

test "reading RFC 3339" {
    let table = [
        ("2026-11-20T08:05:00Z", "2026-11-20T08:05:00Z"), ("2026-11-20t08:05:00z", "2026-11-20T08:05:00Z"),
        ("2026-11-20 08:05:00+02:00", "2026-11-20T06:05:00Z"), ("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.52Z"),
        ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"), ("1990-12-31T23:59:60Z", "1990-12-31T23:59:59Z"),
        ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.87Z"),
        ("2000-01-01T00:00:00.123456789123Z", "2000-01-01T00:00:00.123456789Z"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
    ]
    for (text, wanted) in table { assert("${parse_rfc3339(text)!}" == wanted, text) }
    for bad in ["", "2026-11-20", "2026-11-20T08:05:00", "2026-13-20T08:05:00Z", "2026-02-29T08:05:00Z",
        "2026-11-20T24:05:00Z", "2026-11-20T08:60:00Z", "2026-11-20T08:05:61Z", "2026-11-20T08:05:00.Z",
        "2026-11-20T08:05:00+0200", "2026-11-20T08:05:00+24:00", "2026-11-20T08:05:00Zx",
        "26-11-20T08:05:00Z", "2026/11/20T08:05:00Z", "2026-11-20T08:05:00+02", "+026-11-20T08:05:00Z"] { assert(parse_rfc3339(bad).is_err(), bad) }
    for bad in ["2026-1-20", "2026-00-10", "2026-04-31", "x", "2026-11-20Z"] { assert(parse_date(bad).is_err(), bad) }
    for seconds in [0, 1, -1, 1_234_567_890, -62_135_596_800, 253_402_300_799] {
        assert(parse_rfc3339("${from_unix(seconds)}")!.unix_seconds() == seconds)
    }
    assert(date_time(2024, 2, 30).is_err())
    assert(date_time(2024, 2, 29, 23, 59, 59)!.second == 59)
    assert(date_time(2024, 1, 1, hour: 24).is_err())
}

test "clocks" {
    let start = now()
    let wall = utc_now()
    sleep(3_ms)
    sleep_until(start.plus(6_ms))
    assert(start.elapsed() >= 6_ms && start.plus(1_s).until() < 1_s && now().since(start) >= 6_ms && now() > start)
    assert(utc_now() >= wall && utc_now().since(wall) < 60_s && wall.year >= 2024 && measure(|| sleep(2_ms)) >= 2_ms)
}
