namespace core

// Padding, strings and characters.

/// Adds `text` with the padding of `spec`; `fallback` is the alignment when the spec names none.
func _pad(out: *StringBuilder, text: string, spec: FormatSpec, fallback: uint8) {
    let width: usize = 0
    if spec.width > 0 { width = cast<usize>(spec.width) }
    let count = text._len
    if width != 0 { count = text.count_chars() }
    if count >= width {
        out.add(text)
        return
    }
    let missing = width - count
    let align = spec.align
    if align == 0 { align = fallback }
    let before: usize = 0
    if align == _ALIGN_RIGHT { before = missing }
    if align == _ALIGN_CENTER { before = missing / 2 }
    out.add_repeated(spec.fill, before)
    out.add(text)
    out.add_repeated(spec.fill, missing - before)
}

/// Text that is shown as it is, to the left.
@inline
func _format_plain(out: *StringBuilder, text: string, spec: FormatSpec) {
    if spec.width < 0 { out.add(text) } else { _pad(out, text, spec, _ALIGN_LEFT) }
}

func _format_text(out: *StringBuilder, text: string, spec: FormatSpec) {
    if spec.kind == _KIND_DEBUG {
        if spec.width < 0 { _add_quoted(out, text) } else { _pad(out, text.quoted(), spec, _ALIGN_LEFT) }
        return
    }
    if spec.precision >= 0 {
        _pad(out, _first_chars(text, cast<usize>(spec.precision)), spec, _ALIGN_LEFT)
    } else {
        _format_plain(out, text, spec)
    }
}

/// The first `count` characters of `text`.
func _first_chars(text: string, count: usize) string {
    let at: usize = 0
    for let n: usize = 0; n < count && at < text._len; n++ { at += _sequence_length(text._data[at]) }
    return text._view(0, at)
}

func _add_quoted(out: *StringBuilder, text: string) {
    out._add_ascii(34)
    let start: usize = 0
    let i: usize = 0
    for i < text._len {
        let b = text._data[i]
        if b < 32 || b == 34 || b == 92 || b == 127 {
            out._add_raw(text._data + start, i -% start)
            _add_escaped_char(out, bitcast<char>(cast<uint32>(b)), 34)
            start = i +% 1
        }
        i = i +% 1
    }
    out._add_raw(text._data + start, i -% start)
    out._add_ascii(34)
}

/// A character, escaped when it is a control character, a backslash or `quote`.
func _add_escaped_char(out: *StringBuilder, c: char, quote: byte) {
    let v = c.code()
    if v == 10 {
        out.add("\\n")
    } else if v == 13 {
        out.add("\\r")
    } else if v == 9 {
        out.add("\\t")
    } else if v == 0 {
        out.add("\\0")
    } else if v == 92 || v == quote {
        out._add_ascii(92)
        out.add_char(c)
    } else if v < 32 || v == 127 {
        out.add("\\u{")
        _format_integer(out, v, FormatSpec{kind: 120})
        out._add_ascii(125)
    } else {
        out.add_char(c)
    }
}
