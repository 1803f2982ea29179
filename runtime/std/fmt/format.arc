namespace fmt

// Formats that are known only when the program runs, and texts of several lines. Interpolation (`"${x:>8.2}"`) needs no
// package.

/// The text of `pattern` with the values in the places `{}`, `{0}` (by number), `{:>8.2}` or `{1:x}` (with a format as
/// in interpolation); `{{` and `}}` stand for braces. Panics when the pattern is malformed or names a value that is not there.
func format(pattern: string, values...) string {
    return try_format(pattern, values...) catch |e| panic("fmt: ${e}")
}

/// As `format`; an error instead of a panic.
func try_format(pattern: string, values...) string! {
    let out = StringBuilder{}
    let next: usize = 0
    let at: usize = 0
    for at < pattern.len() {
        let b = pattern[at]
        if b == '}' {
            if at + 1 == pattern.len() || pattern[at + 1] != '}' { return error("a single } in ${pattern.quoted()}") }
            out.add("}")
            at += 2
            continue
        }
        if b != '{' {
            let end = at
            for end < pattern.len() && pattern[end] != '{' && pattern[end] != '}' { end += 1 }
            out.add(pattern[at..end])
            at = end
            continue
        }
        if at + 1 < pattern.len() && pattern[at + 1] == '{' {
            out.add("{")
            at += 2
            continue
        }
        let end = pattern.find("}", from: at).ok_or("a { without } in ${pattern.quoted()}")?
        let (name, how) = pattern[at + 1..end].split_once(":") ?? (pattern[at + 1..end], "")
        let index = next
        if name.is_empty() {
            next += 1
        } else {
            index = cast<usize>(name.parse_uint().context("bad number in ${pattern.quoted()}")?)
        }
        let wanted = spec(how).context("bad format in ${pattern.quoted()}")?
        if index >= values.len { return error("there is no value ${index} for ${pattern.quoted()}") }
        comptime for i, value in values { if i == index { out.add_formatted(value, wanted) } }
        at = end + 1
    }
    return out.finish()
}

/// A format from its text, `[[fill]align][+][#][0][width][.precision][kind]`: for `StringBuilder.add_formatted`.
func spec(text: string) FormatSpec! {
    let out = FormatSpec{}
    let all = text.chars().to_vector()
    let i: usize = 0
    if all.len() > 1 && _align(all[1]) != 0 {
        out.fill = all[0]
        out.align = _align(all[1])
        i = 2
    } else if !all.is_empty() && _align(all[0]) != 0 {
        out.align = _align(all[0])
        i = 1
    }
    if all.get(i) == '+' {
        out.sign = true
        i += 1
    }
    if all.get(i) == '#' {
        out.alternate = true
        i += 1
    }
    if all.get(i) == '0' {
        out.zero = true
        i += 1
    }
    let (width, after_width) = _number(all, i)?
    if after_width > i { out.width = width }
    if out.zero && out.width < 0 { out.width = 0 }
    i = after_width
    if all.get(i) == '.' {
        let (precision, end) = _number(all, i + 1)?
        if end == i + 1 { return error("a precision is missing in ${text.quoted()}") }
        out.precision = precision
        i = end
    }
    if i < all.len() {
        match all[i] {
            'x' | 'X' | 'b' | 'o' | 'e' | 'E' | '?' => out.kind = truncate<uint8>(all[i].code())
            _ => return error("unknown format ${text.quoted()}")
        }
        i += 1
    }
    if i < all.len() { return error("unknown format ${text.quoted()}") }
    return out
}

func _align(c: char) uint8 {
    return match c {
        '<' => 1
        '>' => 2
        '^' => 3
        _ => 0
    }
}

func _number(all: vector<char>, from: usize) (int32, usize)! {
    let value: int32 = 0
    let i = from
    for i < all.len() {
        let d = all[i].digit_value() ?? break
        if value > 99_999 { return error("a width or precision is too large") }
        value = value * 10 + cast<int32>(d)
        i += 1
    }
    return (value, i)
}

/// `1 file`, `2 files`; the plural as given when it is not made by an `s`: `plural(2, "entry", "entries")`.
func plural(n: int64, one: string, many: string = "") string {
    if n == 1 || n == -1 { return "${n} ${one}" }
    return if many.is_empty() { "${n} ${one}s" } else { "${n} ${many}" }
}

/// `a`, `a and b`, `a, b and c`.
func list(words: vector<string>, last: string = "and") string {
    if words.len() < 2 { return words.join("") }
    return "${words[0..words.len() - 1].join(", ")} ${last} ${words[words.len() - 1]}"
}
