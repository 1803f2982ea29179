namespace core

// Searching, cutting and changing text. What is searched for may be a string or a char.

/// A string or a char as a string.
@inline
func _needle<S>(what: S) string {
    comptime if @kind(S) == "string" {
        return what
    } else comptime if @kind(S) == "char" {
        return what.to_string()
    } else {
        @compile_error("a string or a char is wanted here")
    }
}

/// The character as text.
func to_string(self c: char) string {
    let buffer = _new_buffer(4, 1)
    let n = _encode_char(buffer, c)
    return string{_owner: buffer, _data: buffer, _len: n}
}

/// The place of the first byte equal to `wanted` in `p[from..length]`, or `length`.
func _find_byte(p: *byte, from: usize, length: usize, wanted: byte) usize {
    let i = from
    let pattern = cast<uint64>(wanted) *% 0x0101010101010101
    for i +% 8 <= length {
        // The classic test for a zero byte in a word.
        let x = _load64(p + i) ^ pattern
        let zero = (x -% 0x0101010101010101) & ~x & 0x8080808080808080
        if zero != 0 { return i +% (cast<usize>(@ctz(zero)) >> 3) }
        i = i +% 8
    }
    for i < length {
        if p[i] == wanted { return i }
        i = i +% 1
    }
    return length
}

/// The place of `needle` in `s` at or after `from`; `s._len + 1` when there is none.
func _find_from(s: string, needle: string, from: usize) usize {
    let n = needle._len
    if n == 0 { return from }
    if n > s._len { return s._len + 1 }
    let last = s._len -% n          // the last place where it can begin
    let first = needle._data[0]
    let i = from
    for i <= last {
        i = _find_byte(s._data, i, last +% 1, first)
        if i > last { return s._len + 1 }
        if n == 1 || @memcmp(s._data + (i +% 1), needle._data + 1, n -% 1) == 0 { return i }
        i = i +% 1
    }
    return s._len + 1
}

/// Where `what` stands first, in bytes, or null.
func find<S>(self s: string, what: S, from: usize = 0) usize? {
    if from > s._len { return null }
    let at = _find_from(s, _needle(what), from)
    if at > s._len { return null }
    return at
}

/// Where `what` stands last, in bytes, or null.
func rfind<S>(self s: string, what: S) usize? {
    let needle = _needle(what)
    if needle._len > s._len { return null }
    let i = s._len - needle._len
    for {
        if @memcmp(s._data + i, needle._data, needle._len) == 0 { return i }
        if i == 0 { return null }
        i -= 1
    }
}

/// True when `what` stands anywhere in the text.
func contains<S>(self s: string, what: S) bool { return _find_from(s, _needle(what), 0) <= s._len }

/// How many times `what` stands in the text, without overlap.
func count<S>(self s: string, what: S) usize {
    let needle = _needle(what)
    if needle._len == 0 { return s.count_chars() + 1 }
    let n: usize = 0
    let at = _find_from(s, needle, 0)
    for at <= s._len {
        n += 1
        at = _find_from(s, needle, at + needle._len)
    }
    return n
}

/// True when the text begins with `what`.
func starts_with<S>(self s: string, what: S) bool {
    let needle = _needle(what)
    return needle._len <= s._len && @memcmp(s._data, needle._data, needle._len) == 0
}

/// True when the text ends with `what`.
func ends_with<S>(self s: string, what: S) bool {
    let needle = _needle(what)
    return needle._len <= s._len && @memcmp(s._data + (s._len -% needle._len), needle._data, needle._len) == 0
}

/// The text without `prefix` at its start, or null when it does not begin so.
func strip_prefix(self s: string, prefix: string) string? {
    if !s.starts_with(prefix) { return null }
    return s._view(prefix._len, s._len)
}

/// The text without `suffix` at its end, or null when it does not end so.
func strip_suffix(self s: string, suffix: string) string? {
    if !s.ends_with(suffix) { return null }
    return s._view(0, s._len -% suffix._len)
}

/// The parts between the places where `separator` stands: one more than there are such places. Views of the same text.
func split<S>(self s: string, separator: S) vector<string> {
    let needle = _needle(separator)
    let out: vector<string> = []
    if needle._len == 0 {
        for c in s.chars() { out.push(c.to_string()) }
        return out
    }
    let from: usize = 0
    for {
        let at = _find_from(s, needle, from)
        if at > s._len { break }
        out.push(s._view(from, at))
        from = at + needle._len
    }
    out.push(s._view(from, s._len))
    return out
}

/// The text before and after the first `separator`, or null when it does not stand there.
func split_once<S>(self s: string, separator: S) (string, string)? {
    let needle = _needle(separator)
    let at = _find_from(s, needle, 0)
    if at > s._len { return null }
    return (s._view(0, at), s._view(at + needle._len, s._len))
}

/// The words between ASCII white space; none is empty.
func split_whitespace(self s: string) vector<string> {
    let out: vector<string> = []
    let i: usize = 0
    for {
        for i < s._len && s._data[i].is_whitespace() { i = i +% 1 }
        if i >= s._len { return out }
        let start = i
        for i < s._len && !s._data[i].is_whitespace() { i = i +% 1 }
        out.push(s._view(start, i))
    }
}

/// The lines without their ends (`\n` or `\r\n`). A last line end makes no further line.
func lines(self s: string) vector<string> {
    let out: vector<string> = []
    let from: usize = 0
    for from < s._len {
        let end = _find_byte(s._data, from, s._len, 10)
        let stop = end
        if stop > from && end < s._len && s._data[stop -% 1] == 13 { stop = stop -% 1 }
        out.push(s._view(from, stop))
        from = end +% 1
    }
    return out
}

/// The text without ASCII white space at both ends.
func trim(self s: string) string {
    let low: usize = 0
    let high = s._len
    for low < high && s._data[low].is_whitespace() { low = low +% 1 }
    for high > low && s._data[high -% 1].is_whitespace() { high = high -% 1 }
    return s._view(low, high)
}

/// The text without ASCII white space at its start.
func trim_start(self s: string) string {
    let low: usize = 0
    for low < s._len && s._data[low].is_whitespace() { low = low +% 1 }
    return s._view(low, s._len)
}

/// The text without ASCII white space at its end.
func trim_end(self s: string) string {
    let high = s._len
    for high > 0 && s._data[high -% 1].is_whitespace() { high = high -% 1 }
    return s._view(0, high)
}

/// The text with `new` in every place where `old` stands.
func replace(self s: string, old: string, new: string) string {
    if old._len == 0 { return s }
    let at = _find_from(s, old, 0)
    if at > s._len { return s }
    let out = StringBuilder{}
    out.reserve(s._len)
    let from: usize = 0
    for at <= s._len {
        out._add_raw(s._data + from, at -% from)
        out.add(new)
        from = at + old._len
        at = _find_from(s, old, from)
    }
    out._add_raw(s._data + from, s._len -% from)
    return out.finish()
}

/// The text with its ASCII letters in upper case; other characters stay.
func to_upper(self s: string) string {
    if s._len == 0 { return s }
    let buffer = _new_buffer(s._len, 1)
    for let i: usize = 0; i < s._len; i++ { buffer[i] = s._data[i].to_upper() }
    return string{_owner: buffer, _data: buffer, _len: s._len}
}

/// The text with its ASCII letters in lower case; other characters stay.
func to_lower(self s: string) string {
    if s._len == 0 { return s }
    let buffer = _new_buffer(s._len, 1)
    for let i: usize = 0; i < s._len; i++ { buffer[i] = s._data[i].to_lower() }
    return string{_owner: buffer, _data: buffer, _len: s._len}
}

/// The text `count` times.
func repeat(self s: string, count: usize) string {
    let total = s._len * count
    if total == 0 { return "" }
    let buffer = _new_buffer(total, 1)
    for let i: usize = 0; i < count; i++ { @memcpy(buffer + i *% s._len, s._data, s._len) }
    return string{_owner: buffer, _data: buffer, _len: total}
}

/// The characters in the opposite order.
func reverse(self s: string) string {
    if s._len == 0 { return s }
    let buffer = _new_buffer(s._len, 1)
    let i: usize = 0
    for i < s._len {
        let n = _sequence_length(s._data[i])
        @memcpy(buffer + (s._len -% i -% n), s._data + i, n)
        i = i +% n
    }
    return string{_owner: buffer, _data: buffer, _len: s._len}
}

/// The text with `fill` in front until it has `width` characters.
func pad_start(self s: string, width: usize, fill: char = ' ') string {
    let n = s.count_chars()
    if n >= width { return s }
    let out = StringBuilder{}
    for let i = n; i < width; i++ { out.add_char(fill) }
    out.add(s)
    return out.finish()
}

/// The text with `fill` behind until it has `width` characters.
func pad_end(self s: string, width: usize, fill: char = ' ') string {
    let n = s.count_chars()
    if n >= width { return s }
    let out = StringBuilder{}
    out.add(s)
    for let i = n; i < width; i++ { out.add_char(fill) }
    return out.finish()
}
