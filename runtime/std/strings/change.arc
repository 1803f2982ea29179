namespace strings

import "std/unicode"

/// The text with `new` in the first `limit` places where `old` stands.
func replace_n(s: string, old: string, new: string, limit: usize) string {
    if old.is_empty() { return s }
    let out = StringBuilder{}
    let from: usize = 0
    let left = limit
    for left > 0 {
        let at = s.find(old, from: from) ?? break
        out.add(s[from..at])
        out.add(new)
        from = at + old.len()
        left -= 1
    }
    if from == 0 { return s }
    out.add(s[from..])
    return out.finish()
}

/// The text with each `old` of `pairs` (old, new) replaced, in one pass: what was put in is not looked at again. Where several
/// fit, the first pair counts.
func replace_all(s: string, pairs: vector<(string, string)>) string {
    // For each byte, whether a pair begins with it: most places are passed by one look.
    let begins: [256]bool
    for (old, _) in pairs { if !old.is_empty() { begins[old[0]] = true } }
    let out = StringBuilder{}
    out.reserve(s.len())
    let from: usize = 0
    let at: usize = 0
    let table = begins.pointer()
    let p = s.pointer()
    for at < s.len() {
        if !table[p[at]] {
            at = at +% 1
            continue
        }
        let found = false
        for (old, new) in pairs {
            if old.is_empty() || !_stands_at(s, old, at) { continue }
            out.add(s[from..at])
            out.add(new)
            at += old.len()
            from = at
            found = true
            break
        }
        if !found { at += 1 }
    }
    if from == 0 { return s }
    out.add(s[from..])
    return out.finish()
}

func _stands_at(s: string, what: string, at: usize) bool {
    return what.len() <= s.len() - at && @memcmp(s.pointer() + at, what.pointer(), what.len()) == 0
}

/// The text made of what `f` gives for each character.
func map_chars(s: string, f: func(char) char) string {
    let out = StringBuilder{}
    out.reserve(s.len())
    for c in s.chars() { out.add_char(f(c)) }
    return out.finish()
}

/// The characters for which `keep` holds.
func filter_chars(s: string, keep: func(char) bool) string {
    let out = StringBuilder{}
    for c in s.chars() { if keep(c) { out.add_char(c) } }
    return out.finish()
}

/// The text without the characters for which `unwanted` holds at both ends.
func trim_where(s: string, unwanted: func(char) bool) string {
    return trim_end_where(trim_start_where(s, unwanted), unwanted)
}

/// The text without the characters for which `unwanted` holds at its start.
func trim_start_where(s: string, unwanted: func(char) bool) string {
    let at = find_where(s, |c| !unwanted(c)) ?? return ""
    return s[at..]
}

/// The text without the characters for which `unwanted` holds at its end.
func trim_end_where(s: string, unwanted: func(char) bool) string {
    let at = rfind_where(s, |c| !unwanted(c)) ?? return ""
    return s[0..at + _char_at(s, at).utf8_len()]
}

/// The text without characters of `chars` at both ends.
func trim_chars(s: string, chars: string) string { return trim_where(s, |c| chars.contains(c)) }

/// The text without characters of `chars` at its start.
func trim_start_chars(s: string, chars: string) string { return trim_start_where(s, |c| chars.contains(c)) }

/// The text without characters of `chars` at its end.
func trim_end_chars(s: string, chars: string) string { return trim_end_where(s, |c| chars.contains(c)) }

/// The text without white space of any script at both ends; `s.trim()` knows that of ASCII.
func trim_space(s: string) string { return trim_where(s, |c| unicode.is_space(c)) }

/// The text without `prefix` if it begins so.
func trim_prefix(s: string, prefix: string) string { return s.strip_prefix(prefix) ?? s }

/// The text without `suffix` if it ends so.
func trim_suffix(s: string, suffix: string) string { return s.strip_suffix(suffix) ?? s }

/// True when there is nothing but white space of any script.
func is_blank(s: string) bool { return find_where(s, |c| !unicode.is_space(c)).is_null() }

/// The text with spaces at both sides until it has `width` characters; the odd one stands behind.
func center(s: string, width: usize, fill: char = ' ') string {
    let n = s.count_chars()
    if n >= width { return s }
    return s.pad_start(n + (width - n) / 2, fill).pad_end(width, fill)
}

/// The first `count` characters, or all when there are not that many.
func take(s: string, count: usize) string {
    let all = s.chars()
    for _ in 0..count { if all.next().is_null() { break } }
    return s[0..all.position()]
}

/// The text cut to `width` characters, the last of which is `…` when something was cut.
func ellipsis(s: string, width: usize) string {
    if s.count_chars() <= width { return s }
    if width == 0 { return "" }
    return take(s, width - 1) + "…"
}

/// The text with `prefix` before each line that is not empty.
func indent(s: string, prefix: string) string {
    let out = StringBuilder{}
    for line in split_after(s, "\n") {
        if line != "\n" && line != "\r\n" { out.add(prefix) }
        out.add(line)
    }
    return out.finish()
}

/// The text without the spaces and tabs that all its lines begin with; lines of nothing else do not count and become empty.
func dedent(s: string) string {
    let shared: string? = null
    for line in line_iterator(s) {
        let rest = trim_start_chars(line, " \t")
        if rest.is_empty() { continue }
        let margin = line[0..line.len() - rest.len()]
        shared = common_prefix(shared ?? margin, margin)
    }
    let margin = shared ?? ""
    let out = StringBuilder{}
    for line in split_after(s, "\n") {
        if trim_start_chars(line, " \t\r\n").is_empty() {
            if line.ends_with("\n") { out.add("\n") }
        } else {
            out.add(line[margin.len()..])
        }
    }
    return out.finish()
}

/// The words of `s` in lines of at most `width` characters. A longer word has a line of its own. Empty lines separate
/// paragraphs and stay.
func wrap(s: string, width: usize) string {
    let words: vector<string> = []
    let lines: vector<string> = []
    for line in s.split("\n") {
        let more = fields(line)
        if !more.is_empty() {
            words.extend(more)
            continue
        }
        _add_wrapped(&lines, words, width)
        words.clear()
        lines.push("")
    }
    _add_wrapped(&lines, words, width)
    return lines.join("\n")
}

func _add_wrapped(lines: *vector<string>, words: vector<string>, width: usize) {
    let line = ""
    let used: usize = 0
    for word in words {
        let n = word.count_chars()
        if used > 0 && used + 1 + n > width {
            lines.push(line)
            line = ""
            used = 0
        }
        if used > 0 {
            line += " "
            used += 1
        }
        line += word
        used += n
    }
    if used > 0 { lines.push(line) }
}
