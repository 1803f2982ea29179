namespace json

// The text, byte by byte. A string is UTF-8 by its type, so nothing here looks at bytes above 127.

struct _Reader {
    text: string        // keeps `data` alive
    data: *byte
    at: usize
    length: usize
    depth: usize = 0
    strict: bool = false

    /// Goes to the next byte that is no white space, and gives it; 0 at the end of the text.
    @inline
    func peek(self r: *_Reader) byte {
        for r.at < r.length {
            let b = r.data[r.at]
            if b > 32 { return b }
            if b != 32 && b != 10 && b != 13 && b != 9 { return b }
            r.at = r.at +% 1
        }
        return 0
    }

    /// Steps over `b`, which comes behind white space.
    @inline
    func accept(self r: *_Reader, b: byte) bool {
        if r.peek() != b || r.at == r.length { return false }
        r.at = r.at +% 1
        return true
    }

    /// Steps over `b`; an error if something else comes.
    func expect(self r: *_Reader, b: byte) void! {
        if !r.accept(b) { return r.unexpected("`${b.to_char()}`") }
        return
    }

    /// Steps over a word such as `null`.
    func accept_word(self r: *_Reader, word: string) bool {
        r.peek()
        if r.length -% r.at < word.len() || @memcmp(r.data + r.at, word.pointer(), word.len()) != 0 { return false }
        r.at = r.at +% word.len()
        return true
    }

    /// Steps into an array or object.
    func enter(self r: *_Reader) void! {
        r.depth = r.depth +% 1
        if r.depth > _MAX_DEPTH { return r.fail("arrays and objects are nested more than ${_MAX_DEPTH} deep") }
        return
    }

    /// Steps out again.
    func leave(self r: *_Reader) { r.depth = r.depth -% 1 }

    /// The error that something else than `wanted` comes next.
    @cold
    @noinline
    func unexpected(self r: *_Reader, wanted: string) error {
        r.peek()
        if r.at >= r.length { return r.fail("expected ${wanted}, found the end of the text") }
        let b = r.data[r.at]
        if b < 32 || b > 126 { return r.fail("expected ${wanted}") }
        return r.fail("expected ${wanted}, found `${b.to_char()}`")
    }

    /// An error at the next byte, with its line and column (in bytes).
    @cold
    @noinline
    func fail(self r: *_Reader, message: string) error {
        let line: usize = 1
        let start: usize = 0
        for let i: usize = 0; i < r.at && i < r.length; i++ {
            if r.data[i] == '\n' {
                line += 1
                start = i + 1
            }
        }
        return error("line ${line}, column ${r.at - start + 1}: ${message}")
    }

    /// The bytes of a number, as JSON writes them; `whole` says that it has neither fraction nor exponent.
    func number(self r: *_Reader, whole: *bool) string! {
        r.peek()
        let begin = r.at
        if r.at < r.length && r.data[r.at] == '-' { r.at = r.at +% 1 }
        if r.at < r.length && r.data[r.at] == '0' {
            r.at = r.at +% 1
        } else if r.digits() == 0 {
            r.at = begin
            return r.unexpected("a number")
        }
        *whole = true
        if r.at < r.length && r.data[r.at] == '.' {
            r.at = r.at +% 1
            *whole = false
            if r.digits() == 0 { return r.unexpected("a digit") }
        }
        if r.at < r.length && (r.data[r.at] | 32) == 'e' {
            r.at = r.at +% 1
            *whole = false
            if r.at < r.length && (r.data[r.at] == '+' || r.data[r.at] == '-') { r.at = r.at +% 1 }
            if r.digits() == 0 { return r.unexpected("a digit") }
        }
        return r.text[begin..r.at]
    }

    /// Steps over digits; how many.
    @inline
    func digits(self r: *_Reader) usize {
        let begin = r.at
        for r.at < r.length && r.data[r.at] -% 48 < 10 { r.at = r.at +% 1 }
        return r.at -% begin
    }

    /// The text of a string. Without escapes it is a part of the whole text, which it keeps alive: copy what is to stay.
    func string_view(self r: *_Reader) string! {
        if !r.accept('"') { return r.unexpected("a string") }
        let begin = r.at
        for r.at < r.length {
            let b = r.data[r.at]
            if b == '"' {
                r.at = r.at +% 1
                return r.text[begin..r.at -% 1]
            }
            if b == '\\' { return r.string_with_escapes(begin) }
            if b < 32 { return r.fail("a control character in a string, which must be written as an escape") }
            r.at = r.at +% 1
        }
        return r.fail("the string does not end")
    }

    /// The rest of a string that has an escape; its text before that begins at `begin`.
    @noinline
    func string_with_escapes(self r: *_Reader, begin: usize) string! {
        let out = StringBuilder{}
        out.add(r.text[begin..r.at])
        for r.at < r.length {
            let b = r.data[r.at]
            if b == '"' {
                r.at = r.at +% 1
                return out.finish()
            }
            if b == '\\' {
                r.at = r.at +% 1
                out.add_char(r.escape()?)
                continue
            }
            let from = r.at
            for r.at < r.length && r.data[r.at] != '"' && r.data[r.at] != '\\' {
                if r.data[r.at] < 32 { return r.fail("a control character in a string, which must be written as an escape") }
                r.at = r.at +% 1
            }
            out.add(r.text[from..r.at])
        }
        return r.fail("the string does not end")
    }

    /// What the escape behind a `\` stands for.
    func escape(self r: *_Reader) char! {
        if r.at >= r.length { return r.fail("the string does not end") }
        let b = r.data[r.at]
        r.at = r.at +% 1
        match b {
            '"' => { return '"' }
            '\\' => { return '\\' }
            '/' => { return '/' }
            'b' => { return '\u{8}' }
            'f' => { return '\u{c}' }
            'n' => { return '\n' }
            'r' => { return '\r' }
            't' => { return '\t' }
            'u' => {}
            _ => {
                r.at = r.at -% 1
                return r.fail("an unknown escape")
            }
        }
        let begin = r.at
        let unit = r.hex_unit()?
        // The other half follows at once: what is in a string is never passed over.
        let at = r.data + r.at
        if unit >= 0xD800 && unit < 0xDC00 && r.length -% r.at >= 2 && at[0] == '\\' && at[1] == 'u' {
            r.at = r.at +% 2
            let low = r.hex_unit()?
            if low >= 0xDC00 && low < 0xE000 { return char_from(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))! }
        }
        if let c = char_from(unit) { return c }
        r.at = begin
        return r.fail("half of a surrogate pair")
    }

    /// The next number as a float, which it must fit.
    func read_float<T>(self r: *_Reader) T! {
        let whole = false
        r.peek()
        let at = r.at
        let digits = r.number(&whole)?
        if let n = digits.parse<T>().ok() { return n }
        r.at = at
        return r.fail("${digits} does not fit `${@name_of(T)}`")
    }

    /// Four hexadecimal digits.
    func hex_unit(self r: *_Reader) uint32! {
        if r.length -% r.at < 4 { return r.fail("expected four hexadecimal digits") }
        let unit: uint32 = 0
        for let i: usize = 0; i < 4; i++ {
            let digit = r.data[r.at].to_char().digit_value(16)
            if digit == null { return r.fail("expected a hexadecimal digit") }
            unit = unit << 4 | digit!
            r.at = r.at +% 1
        }
        return unit
    }

    /// Steps over a value of any kind.
    func skip_value(self r: *_Reader) void! {
        let b = r.peek()
        if b == '{' || b == '[' {
            r.enter()?
            r.at = r.at +% 1
            let end: byte = if b == '{' { '}' } else { ']' }
            if !r.accept(end) {
                for {
                    if b == '{' {
                        r.string_view()?
                        r.expect(':')?
                    }
                    r.skip_value()?
                    if r.accept(',') { continue }
                    if r.accept(end) { break }
                    return r.unexpected("`,` or `${end.to_char()}`")
                }
            }
            r.leave()
            return
        }
        if b == '"' {
            r.string_view()?
            return
        }
        if r.accept_word("null") || r.accept_word("true") || r.accept_word("false") { return }
        if b != '-' && b -% 48 > 9 { return r.unexpected("a value") }
        let whole = false
        r.number(&whole)?
        return
    }
}

/// Deeper nesting is refused, so that a hostile text cannot fill the stack.
const _MAX_DEPTH: usize = 500

func _reader(text: string, strict: bool) _Reader {
    return _Reader{text: text, data: text.pointer(), at: 0, length: text.len(), strict: strict}
}
