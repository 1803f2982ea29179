namespace log

import "std/time"

/// The lines that `use` makes a logger write.
func _lines(level: Level, format: Format, use: func(Logger)) vector<string> {
    let out: vector<string> = []
    let place = &out
    use(Logger(level, format: format, sink: |line| place.push(line), timestamps: false))
    return out
}

test "text" {
    let lines = _lines(Level.Info, Format.Text, |l| {
        l.debug("hidden")
        l.info("listening", "port", 8080, "host", "a b", "empty", "", "quote", "\"", "list", [1, 2])
        l.with("request", 7).with("user", "ada").warn("slow", "took", 250_ms)
        l.error("two\nlines", "key", "x\ny")
    })
    assert(lines == ["INFO  listening port=8080 host=\"a b\" empty=\"\" quote=\"\\\"\" list=\"[1, 2]\"\n",
        "WARN  slow took=250ms request=7 user=ada\n", "ERROR \"two\\nlines\" key=\"x\\ny\"\n"], "${lines}")
}

test "JSON" {
    let none: int64? = null
    let lines = _lines(Level.Debug, Format.Json, |l| {
        l.debug("a \"b\"\t\u{1}é", "n", -1, "x", 1.5, "inf", 1.0 / 0.0, "ok", true, "none", none, "s", "\\")
        l.with("k", "v").info("m")
    })
    assert(lines[0] == "{\"level\":\"debug\",\"message\":\"a \\\"b\\\"\\t\\u0001é\",\"n\":-1,\"x\":1.5,\"inf\":\"inf\",\"ok\":true,\"none\":null,\"s\":\"\\\\\"}\n", lines[0])
    assert(lines[1] == "{\"level\":\"info\",\"message\":\"m\",\"k\":\"v\"}\n")
}

test "levels" {
    let all = |l: Logger| {
        l.debug("d")
        l.info("i")
        l.warn("w")
        l.error("e")
    }
    for (level, count) in [(Level.Debug, 4), (Level.Info, 3), (Level.Warn, 2), (Level.Error, 1), (Level.Off, 0)] {
        assert(_lines(level, Format.Text, all).len() == count)
    }
    assert(level_of("WARN") == Level.Warn && level_of("warning") == Level.Warn && level_of("x").is_null())
}

test "times" {
    let lines: vector<string> = []
    let place = &lines
    let before = time.utc_now().plus(-1_ms)
    Logger(sink: |line| place.push(line)).info("m")
    let (stamp, rest) = lines[0].split_once(" ")!
    let written = time.parse_rfc3339(stamp)?
    assert(rest == "INFO  m\n" && written >= before && written <= time.utc_now())
    Logger(format: Format.Json, sink: |line| place.push(line)).info("m")
    assert(lines[1].starts_with("{\"time\":\"20") && lines[1].ends_with("Z\",\"level\":\"info\",\"message\":\"m\"}\n"))
}
