namespace unicode

// Properties of characters in all of Unicode. The methods of `char` in the prelude (`is_letter`, `to_upper`) look at
// ASCII alone.

/// True when `c` lies in a run of `table`: three numbers for each run, the first and last code point and the step.
func _is_in(table: *int32, length: usize, c: char) bool {
    let wanted = cast<int32>(c.code())
    let low: usize = 0
    let high = length / 3
    for low < high {
        let middle = (low + high) / 2
        if *(table + middle * 3) <= wanted { low = middle + 1 } else { high = middle }
    }
    if low == 0 { return false }
    let run = table + (low - 1) * 3
    return wanted <= *(run + 1) && (wanted - *run) % *(run + 2) == 0
}

/// What `c` becomes by `table`: four numbers for each run, as above and the difference.
func _mapped(table: *int32, length: usize, c: char) char {
    let wanted = cast<int32>(c.code())
    let low: usize = 0
    let high = length / 4
    for low < high {
        let middle = (low + high) / 2
        if *(table + middle * 4) <= wanted { low = middle + 1 } else { high = middle }
    }
    if low == 0 { return c }
    let run = table + (low - 1) * 4
    if wanted > *(run + 1) || (wanted - *run) % *(run + 2) != 0 { return c }
    return bitcast<char>(wanted + *(run + 3))
}

/// True for letters of all scripts.
func is_letter(c: char) bool {
    if c.is_ascii() { return c.is_letter() }
    return _is_in(_LETTERS.pointer(), _LETTERS.len(), c)
}

/// True for upper-case letters.
func is_upper(c: char) bool {
    if c.is_ascii() { return c.is_upper() }
    return _is_in(_UPPER.pointer(), _UPPER.len(), c)
}

/// True for lower-case letters.
func is_lower(c: char) bool {
    if c.is_ascii() { return c.is_lower() }
    return _is_in(_LOWER.pointer(), _LOWER.len(), c)
}

/// True for decimal digits of all scripts.
func is_digit(c: char) bool {
    if c.is_ascii() { return c.is_digit() }
    return _is_in(_DIGITS.pointer(), _DIGITS.len(), c)
}

/// True for digits, fractions, Roman numerals and other numbers.
func is_number(c: char) bool {
    if c.is_ascii() { return c.is_digit() }
    return _is_in(_NUMBERS.pointer(), _NUMBERS.len(), c)
}

/// True for letters and numbers.
func is_alphanumeric(c: char) bool { return is_letter(c) || is_number(c) }

/// True for marks that belong to the character before them, such as accents.
func is_mark(c: char) bool { return !c.is_ascii() && _is_in(_MARKS.pointer(), _MARKS.len(), c) }

/// True for punctuation: `!`, `-`, `«`; not for symbols such as `+` and `$`.
func is_punctuation(c: char) bool { return _is_in(_PUNCTUATION.pointer(), _PUNCTUATION.len(), c) }

/// True for symbols: `+`, `$`, `→`, emoji.
func is_symbol(c: char) bool { return _is_in(_SYMBOLS.pointer(), _SYMBOLS.len(), c) }

/// True for white space, line ends and the no-break spaces among it.
func is_space(c: char) bool {
    let v = c.code()
    if v < 0x80 { return c.is_whitespace() }
    return match v {
        0x85 | 0xA0 | 0x1680 | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 => true
        _ => v >= 0x2000 && v <= 0x200A
    }
}

/// True for control characters: U+0000 to U+001F and U+007F to U+009F.
func is_control(c: char) bool {
    let v = c.code()
    return v < 0x20 || (v >= 0x7F && v < 0xA0)
}

/// True for what leaves a mark on paper, and the ASCII space.
func is_printable(c: char) bool {
    let v = c.code()
    if v < 0x7F { return v >= 0x20 }
    return is_letter(c) || is_mark(c) || is_number(c) || is_punctuation(c) || is_symbol(c)
}

/// The upper-case form of a character, or itself. `ß`, whose upper case is two letters, stays; see `strings.to_upper`.
func to_upper(c: char) char {
    if c.is_ascii() { return c.to_upper() }
    return _mapped(_TO_UPPER.pointer(), _TO_UPPER.len(), c)
}

/// The lower-case form of a character, or itself.
func to_lower(c: char) char {
    if c.is_ascii() { return c.to_lower() }
    return _mapped(_TO_LOWER.pointer(), _TO_LOWER.len(), c)
}

/// The form that a character is compared by when case does not count: the same for all characters that differ in case
/// alone (`K`, `k` and the Kelvin sign).
func fold(c: char) char {
    if c.is_ascii() { return c.to_lower() }
    return to_lower(to_upper(c))
}
