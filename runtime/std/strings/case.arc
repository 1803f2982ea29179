namespace strings

import "std/unicode"

// Case of all scripts. The methods of `string` change ASCII letters alone.

/// The text in upper case. `ß` becomes `SS`.
func to_upper(s: string) string {
    let out = StringBuilder{}
    out.reserve(s.len())
    for c in s.chars() {
        if c == 'ß' { out.add("SS") } else { out.add_char(unicode.to_upper(c)) }
    }
    return out.finish()
}

/// The text in lower case. A sigma at the end of a word becomes `ς`.
func to_lower(s: string) string {
    let out = StringBuilder{}
    out.reserve(s.len())
    let all = s.chars()
    let in_word = false
    for let c = all.next() {
        if c == 'Σ' && in_word && !_letter_follows(all) {
            out.add_char('ς')
        } else {
            out.add_char(unicode.to_lower(c))
        }
        in_word = unicode.is_letter(c) || (in_word && unicode.is_mark(c))
    }
    return out.finish()
}

func _letter_follows(rest: Chars) bool {
    let all = rest
    for let c = all.next() {
        if !unicode.is_mark(c) { return unicode.is_letter(c) }
    }
    return false
}

/// The text with its first character in upper case and the others as they are.
func capitalize(s: string) string {
    let all = s.chars()
    let first = all.next() ?? return s
    return to_upper(first.to_string()) + s[all.position()..]
}

/// The text with the first letter of each word in upper case and the others in lower case.
func to_title(s: string) string {
    let out = StringBuilder{}
    let in_word = false
    for c in s.chars() {
        let is_letter = unicode.is_letter(c)
        if is_letter && !in_word {
            out.add(to_upper(c.to_string()))
        } else {
            out.add_char(unicode.to_lower(c))
        }
        in_word = is_letter || unicode.is_mark(c) || (in_word && (c == '\'' || c == '’'))
    }
    return out.finish()
}

/// The text in the form that is compared when case does not count.
func fold(s: string) string { return map_chars(s, |c| unicode.fold(c)) }

/// True when the texts differ in case at most.
func equal_fold(a: string, b: string) bool {
    let left = a.chars()
    let right = b.chars()
    for {
        let c = left.next() ?? return right.next().is_null()
        let d = right.next() ?? return false
        if c != d && unicode.fold(c) != unicode.fold(d) { return false }
    }
}

/// -1, 0 or 1 as `a` comes before, with or after `b` when case does not count.
func compare_fold(a: string, b: string) int32 {
    let left = a.chars()
    let right = b.chars()
    for {
        let c = left.next() ?? return if right.next().is_null() { 0 } else { -1 }
        let d = right.next() ?? return 1
        let order = compare(unicode.fold(c), unicode.fold(d))
        if order != 0 { return order }
    }
}

/// -1, 0 or 1 with runs of digits compared as numbers: `file9` comes before `file10`.
func compare_natural(a: string, b: string) int32 {
    let i: usize = 0
    let j: usize = 0
    for i < a.len() && j < b.len() {
        if a[i].is_digit() && b[j].is_digit() {
            let x = _digits_at(a, i)
            let y = _digits_at(b, j)
            let left = trim_start_chars(x, "0")
            let right = trim_start_chars(y, "0")
            let order = compare(left.len(), right.len())
            if order == 0 { order = compare(left, right) }
            if order != 0 { return order }
            i += x.len()
            j += y.len()
        } else {
            let order = compare(a[i], b[j])
            if order != 0 { return order }
            i += 1
            j += 1
        }
    }
    let order = compare(a.len() - i, b.len() - j)
    if order != 0 { return order }
    // Leading zeros decide when nothing else does, so that only equal texts are equal.
    return compare(a, b)
}

func _digits_at(s: string, from: usize) string {
    let end = from
    for end < s.len() && s[end].is_digit() { end += 1 }
    return s[from..end]
}
