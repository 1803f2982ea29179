namespace strings

import "std/unicode"

/// At most `limit` parts of `s` between the places where `separator` stands; the last part holds the rest. 0 gives none.
func split_n(s: string, separator: string, limit: usize) vector<string> {
    let out: vector<string> = []
    if limit == 0 { return out }
    let parts = split_iterator(s, separator)
    for out.len() + 1 < limit { out.push(parts.next() ?? return out) }
    if let rest = parts.rest() { out.push(rest) }
    return out
}

/// The parts of `s`, each with the `separator` behind it; no empty part stands at the end.
func split_after(s: string, separator: string) vector<string> {
    let out: vector<string> = []
    if separator.is_empty() { return s.split("") }
    let from: usize = 0
    for from < s.len() {
        let end = s.len()
        if let at = s.find(separator, from: from) { end = at + separator.len() }
        out.push(s[from..end])
        from = end
    }
    return out
}

/// The parts of `s` between characters for which `is_separator` holds; none is empty.
func fields_where(s: string, is_separator: func(char) bool) vector<string> {
    let out: vector<string> = []
    let start: usize? = null
    let all = s.chars()
    for {
        let at = all.position()
        let c = all.next() ?? break
        if is_separator(c) {
            if let from = start { out.push(s[from..at]) }
            start = null
        } else if start == null {
            start = at
        }
    }
    if let from = start { out.push(s[from..]) }
    return out
}

/// The words of `s` between white space of any script; none is empty.
func fields(s: string) vector<string> { return fields_where(s, |c| unicode.is_space(c)) }

/// The parts of `s` between characters that are one of `chars`; empty parts stay.
func split_any(s: string, chars: string) vector<string> {
    let out: vector<string> = []
    let from: usize = 0
    let all = s.chars()
    for {
        let at = all.position()
        let c = all.next() ?? break
        if chars.contains(c) {
            out.push(s[from..at])
            from = all.position()
        }
    }
    out.push(s[from..])
    return out
}

/// The text before and after the last `separator`, or null when it does not stand there.
func split_last(s: string, separator: string) (string, string)? {
    let at = s.rfind(separator)?
    return (s[0..at], s[at + separator.len()..])
}

/// What stands before the first `separator`; all of `s` when it does not stand there.
func before(s: string, separator: string) string {
    if let at = s.find(separator) { return s[0..at] }
    return s
}

/// What stands after the first `separator`; `""` when it does not stand there.
func after(s: string, separator: string) string {
    if let at = s.find(separator) { return s[at + separator.len()..] }
    return ""
}

/// What stands between the first `open` and the next `close` behind it, or null.
func between(s: string, open: string, close: string) string? {
    let start = s.find(open)? + open.len()
    let end = s.find(close, from: start)?
    return s[start..end]
}

/// Gives the parts of a text one after the other.
struct Split {
    _text: string
    _separator: string
    _at: usize
    _ended: bool

    /// The next part, or null behind the last one.
    func next(self p: *Split) string? {
        if p._ended { return null }
        if p._separator.is_empty() {
            // Character by character.
            let end = _next_boundary(p._text, p._at)
            if end == null {
                p._ended = true
                return null
            }
            let part = p._text[p._at..end!]
            p._at = end!
            return part
        }
        if let at = p._text.find(p._separator, from: p._at) {
            let part = p._text[p._at..at]
            p._at = at + p._separator.len()
            return part
        }
        p._ended = true
        return p._text[p._at..]
    }

    /// What has not been given yet, as one text; null behind the last part.
    func rest(self p: Split) string? {
        if p._ended || (p._separator.is_empty() && p._at == p._text.len()) { return null }
        return p._text[p._at..]
    }
}

/// The parts of `s` between the places where `separator` stands, for `for part in …`: as `s.split`, without a vector of all.
func split_iterator(s: string, separator: string) Split { return Split{_text: s, _separator: separator} }

/// Gives the lines of a text one after the other.
struct LineIterator {
    _text: string
    _at: usize

    /// The next line without its end, or null behind the last one.
    func next(self p: *LineIterator) string? {
        if p._at >= p._text.len() { return null }
        let start = p._at
        let end = p._text.find("\n", from: start) ?? p._text.len()
        p._at = end + 1
        if end > start && end < p._text.len() && p._text[end - 1] == '\r' { end -= 1 }
        return p._text[start..end]
    }
}

/// The lines of `s`, for `for line in …`: as `s.lines()`, without a vector of all.
func line_iterator(s: string) LineIterator { return LineIterator{_text: s} }
