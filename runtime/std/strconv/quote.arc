namespace strconv

/// The text in quotes with escapes, as `s.quoted()`, and `\u{…}` for all that is not ASCII.
func quote_ascii(text: string) string {
    let out = StringBuilder{}
    for c in text.quoted().chars() {
        if c.is_ascii() { out.add_char(c) } else { out.add("\\u{${c.code():X}}") }
    }
    return out.finish()
}

/// The text that a literal in double quotes stands for: `"a\n"`, with the escapes of the language. Also raw: `r"C:\temp"`.
func unquote(literal: string) string! {
    if let raw = literal.strip_prefix("r\"") {
        let inner = raw.strip_suffix("\"").ok_or("no quotes around the text")?
        if inner.contains('"') { return error("a quote inside of a raw text", code: InvalidText) }
        return inner
    }
    if literal.len() < 2 || !literal.starts_with("\"") || !literal.ends_with("\"") {
        return error("no quotes around the text", code: InvalidText)
    }
    return unescape(literal[1..literal.len() - 1])
}

/// The text with its escapes (`\n`, `\x41`, `\u{1F600}` and so on) replaced by what they stand for. A `"` must be escaped.
func unescape(text: string) string! {
    let out = StringBuilder{}
    out.reserve(text.len())
    let all = text.chars()
    for {
        let at = all.position()
        let c = all.next() ?? return out.finish()
        if c == '"' { return error("a quote without backslash at byte ${at}", code: InvalidText) }
        if c != '\\' {
            out.add_char(c)
            continue
        }
        let kind = all.next().ok_or("a backslash at the end")?
        match kind {
            'n' => out.add("\n")
            'r' => out.add("\r")
            't' => out.add("\t")
            '0' => out.add("\0")
            '\\' | '"' | '\'' | '$' => out.add_char(kind)
            'x' => {
                let digits = text[all.position()..min(all.position() + 2, text.len())]
                let code = _hex(digits, 2) ?? return error("bad escape \\x at byte ${at}", code: InvalidText)
                if code > 0x7F { return error("\\x${digits} at byte ${at} is above \\x7F", code: InvalidText) }
                let _ = all.next()
                let _ = all.next()
                out.add_char(bitcast<char>(code))
            }
            'u' => {
                let rest = text[all.position()..]
                let end = rest.find("}") ?? 0
                if !rest.starts_with("{") || end < 2 || end > 7 {
                    return error("bad escape \\u at byte ${at}", code: InvalidText)
                }
                let code = _hex(rest[1..end], end - 1) ?? return error("bad escape \\u at byte ${at}", code: InvalidText)
                let c = char_from(code) ?? return error("\\u${rest[0..end + 1]} at byte ${at} is no character",
                    code: InvalidText)
                out.add_char(c)
                for _ in 0..end + 1 { let _ = all.next() }
            }
            _ => return error("unknown escape \\${kind} at byte ${at}", code: InvalidText)
        }
    }
}

func _hex(digits: string, count: usize) uint32? {
    if digits.len() != count { return null }
    let value: uint32 = 0
    for c in digits.chars() { value = value * 16 + c.digit_value(16)? }
    return value
}
