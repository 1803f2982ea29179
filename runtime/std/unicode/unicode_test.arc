namespace unicode

test "letters of several scripts" {
    for c in "aZéßΩжאअ中한ª".chars() { assert(is_letter(c), "${c}") }
    for c in "1 _-€²\u{301}".chars() { assert(!is_letter(c), "${c}") }
    assert(is_letter('\u{10400}') && is_letter('\u{2FA1D}') && !is_letter('\u{10FFFF}'))
}

test "case of letters" {
    for c in "AÉΩЖĀĄ\u{10400}".chars() {
        assert(is_upper(c) && !is_lower(c), "${c}")
        assert(is_lower(to_lower(c)) && to_upper(to_lower(c)) == c, "${c}")
    }
    for c in "aéωжāąßŉ".chars() { assert(is_lower(c) && !is_upper(c), "${c}") }
    // Every second one of this row is upper case, also where a run begins at an odd number.
    assert(is_upper('\u{139}') && is_lower('\u{13A}') && is_upper('\u{13B}'))
    assert(to_lower('\u{139}') == '\u{13A}' && to_upper('\u{13A}') == '\u{139}')
}

test "mappings" {
    let pairs = [('a', 'A'), ('z', 'Z'), ('é', 'É'), ('ÿ', 'Ÿ'), ('ω', 'Ω'), ('я', 'Я'), ('ɐ', '\u{2C6F}'),
        ('\u{10428}', '\u{10400}'),
        ('ა', '\u{1C90}'), ('\u{1F80}', '\u{1F88}'), ('ꮿ', 'Ꮿ')]
    for (lower, upper) in pairs {
        assert(to_upper(lower) == upper)
        assert(to_lower(upper) == lower)
    }
    assert(to_upper('ß') == 'ß' && to_upper('1') == '1' && to_lower('\u{130}') == 'i' && to_upper('µ') == 'Μ')
    assert(to_lower('\u{10FFFF}') == '\u{10FFFF}')
}

test "upper and lower go back and forth for all letters that have both" {
    let count = 0
    for code in 0..0x20000 {
        let c = char_from(cast<uint32>(code)) ?? continue
        let upper = to_upper(c)
        if upper != c {
            count += 1
            assert(to_upper(upper) == upper)
            assert(fold(upper) == fold(c))
        }
        let lower = to_lower(c)
        assert(to_lower(lower) == lower)
    }
    assert(count > 1300 && count < 1600, "${count}")
}

test "folding" {
    assert(fold('K') == 'k' && fold('\u{212A}') == 'k')
    assert(fold('Σ') == fold('ς') && fold('σ') == fold('ς'))
    assert(fold('ſ') == 's' && fold('5') == '5')
}

test "digits, numbers, marks, punctuation, symbols" {
    for c in "09٣५９".chars() { assert(is_digit(c) && is_number(c), "${c}") }
    for c in "½²Ⅷ".chars() { assert(!is_digit(c) && is_number(c), "${c}") }
    assert(is_mark('\u{301}') && !is_mark('a'))
    for c in "!-«。_".chars() { assert(is_punctuation(c) && !is_symbol(c), "${c}") }
    for c in "+$→€😀^".chars() { assert(is_symbol(c) && !is_punctuation(c), "${c}") }
}

test "spaces, controls, printable characters" {
    for c in " \t\n\r\u{85}\u{A0}\u{2003}\u{3000}".chars() { assert(is_space(c)) }
    assert(!is_space('\u{200B}') && !is_space('a') && !is_space('\u{FEFF}'))
    assert(is_control('\0') && is_control('\x7F') && is_control('\u{9F}') && !is_control(' ') && !is_control('\u{A0}'))
    assert(is_printable(' '))
    assert(is_printable('é'))
    assert(!is_printable('\u{A0}'))
    assert(!is_printable('\n'))
    assert(!is_printable('\u{200B}'))
}
