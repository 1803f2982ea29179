namespace core

/// Immutable UTF-8 text with value semantics. A substring is a view that keeps the text alive; `+` and `+=` make new text,
/// in place when nothing else uses the old one.
///
/// Lengths and indices are in bytes: `s[i]` is a byte, `s[a..b]` must not cut a character, `s.chars()` gives the characters.
@lang("string")
struct string {
    _owner: *byte = @null_ptr<byte>()       // the buffer that `_data` lies in; null for literals
    _data: *byte = @null_ptr<byte>()
    _len: usize

    @copy_hook
    @inline
    func _copied(self p: *string) { @retain(p._owner) }

    @memory_only
    @inline
    drop(self p: *string) {
        if @release(p._owner) { _free_buffer(p._owner, 1) }
    }

    /// How many bytes the text has.
    @inline
    func len(self s: string) usize { return s._len }

    /// True for `""`.
    @inline
    func is_empty(self s: string) bool { return s._len == 0 }

    @inline
    func _at(self s: string, i: isize) *byte { return s._data + @index_check(i, s._len) }

    @inline
    func _slice_of(self s: string, low: usize, high: usize) string {
        if @unlikely(low > high || high > s._len) { _panic_slice(low, high, s._len) }
        if @unlikely(!s.is_boundary(low) || !s.is_boundary(high)) { _panic_cut(s, low, high) }
        return s._view(low, high)
    }

    /// The text from byte `low` up to `high`; both are known to be good.
    @inline
    func _view(self s: string, low: usize, high: usize) string {
        @retain(s._owner)
        return string{_owner: s._owner, _data: s._data + low, _len: high -% low}
    }

    /// True when a character begins at byte `i`, or the text ends there.
    @inline
    func is_boundary(self s: string, i: usize) bool {
        if i >= s._len { return i == s._len }
        return !_is_continuation(s._data[i])
    }

    /// The byte at `i`, or null when the text is shorter.
    func get(self s: string, i: usize) byte? {
        if i >= s._len { return null }
        return s._data[i]
    }

    /// The bytes as a view of the same memory.
    func bytes(self s: string) []byte {
        @retain(s._owner)
        return _slice<byte>{_owner: s._owner, _data: s._data, _len: s._len}
    }

    /// A copy of the bytes that can be changed.
    func to_vector(self s: string) vector<byte> { return s.bytes().to_vector() }

    /// The characters, for `for c in s.chars()`.
    func chars(self s: string) Chars { return Chars{_text: s, _at: 0} }

    /// The characters, so that `for c in s` works.
    func iter(self s: string) Chars { return Chars{_text: s, _at: 0} }

    /// How many characters the text has; this reads all of it.
    func count_chars(self s: string) usize {
        let n: usize = 0
        for let i: usize = 0; i < s._len; i++ {
            if !_is_continuation(s._data[i]) { n = n +% 1 }
        }
        return n
    }

    /// The address of the first byte, for foreign functions. There is no NUL behind the last one.
    @inline
    func pointer(self s: string) *byte { return s._data }

    /// The same text in memory of its own, so that a small part does not keep a large text alive.
    func clone(self s: string) string { return _string_from(s._data, s._len) }
}

@cold
@noinline
@hidden
func _panic_cut(s: string, low: usize, high: usize) never {
    let at = low
    if s.is_boundary(low) { at = high }
    panic("byte ${at} is inside a character: a string cannot be cut there")
}

/// Gives the characters of a string one after the other.
struct Chars {
    _text: string
    _at: usize

    /// The next character, or null at the end.
    func next(self p: *Chars) char? {
        if p._at >= p._text._len { return null }
        let first = p._text._data[p._at]
        if first < 0x80 {
            p._at = p._at +% 1
            return bitcast<char>(cast<uint32>(first))
        }
        let (c, n) = _decode_char(p._text._data + p._at)
        p._at = p._at +% n
        return c
    }

    /// Where the next character begins, in bytes.
    func position(self p: Chars) usize { return p._at }

    /// All that are left, as a vector.
    func to_vector(self p: Chars) vector<char> {
        let out: vector<char> = []
        let rest = p
        for let c = rest.next() { out.push(c) }
        return out
    }
}

/// A new string with a copy of `length` bytes; they are valid UTF-8.
func _string_from(data: *byte, length: usize) string {
    if length == 0 { return "" }
    let buffer = _new_buffer(length, 1)
    @memcpy(buffer, data, length)
    return string{_owner: buffer, _data: buffer, _len: length}
}

/// Text from bytes; an error when they are not UTF-8. The bytes are copied.
func string_from_utf8(bytes: []byte) string! {
    let bad = _invalid_utf8(bytes._data, bytes._len)
    if bad != bytes._len { return error("invalid UTF-8 at byte ${bad}", code: InvalidText) }
    return _string_from(bytes._data, bytes._len)
}

/// Text from a vector of bytes, which it takes over without a copy; an error when they are not UTF-8.
func string_from_bytes(bytes: vector<byte>) string! {
    let bad = _invalid_utf8(bytes._data, bytes._len)
    if bad != bytes._len { return error("invalid UTF-8 at byte ${bad}", code: InvalidText) }
    return _string_of_vector(bytes)
}

/// Text from bytes, with U+FFFD in the place of each byte that is not UTF-8.
func string_from_utf8_lossy(bytes: []byte) string {
    let out = StringBuilder{}
    let at: usize = 0
    for at < bytes._len {
        let good = _invalid_utf8(bytes._data + at, bytes._len - at)
        out._add_raw(bytes._data + at, good)
        at += good
        if at < bytes._len {
            out.add_char('\u{FFFD}')
            at += 1
        }
    }
    return out.finish()
}

/// Text from a pointer and a length, copied; an error when it is not UTF-8.
func string_from_pointer(data: *byte, length: usize) string! {
    let bad = _invalid_utf8(data, length)
    if bad != length { return error("invalid UTF-8 at byte ${bad}", code: InvalidText) }
    return _string_from(data, length)
}

/// True when the bytes are valid UTF-8.
func is_utf8(data: *byte, length: usize) bool { return _invalid_utf8(data, length) == length }

/// Text from bytes that are known to be UTF-8, copied.
func string_from_valid_utf8(data: *byte, length: usize) string { return _string_from(data, length) }

/// A string that shares the buffer of `bytes`, which are valid UTF-8.
func _string_of_vector(bytes: vector<byte>) string {
    @retain(bytes._data)
    return string{_owner: bytes._data, _data: bytes._data, _len: bytes._len}
}

/// The text of `parts` one after the other, without anything between them.
func concat(parts: []string) string {
    let total: usize = 0
    for p in parts { total += p._len }
    let out = StringBuilder{}
    out.reserve(total)
    for p in parts { out.add(p) }
    return out.finish()
}

@lang("concat")
func _concat(a: string, b: string) string {
    if a._len == 0 { return b }
    if b._len == 0 { return a }
    let total = a._len + b._len
    let buffer = _new_buffer(total, 1)
    @memcpy(buffer, a._data, a._len)
    @memcpy(buffer + a._len, b._data, b._len)
    return string{_owner: buffer, _data: buffer, _len: total}
}

/// `s += t`: in place when `s` is the only owner of its buffer and there is room behind it.
@lang("append")
@inline
func _append(self p: *string, t: string) {
    let n = t._len
    if @likely(!@is_null(p._owner) && @is_unique(p._owner)) {
        let used = @address(p._data) -% @address(p._owner) +% p._len
        if @likely(_buffer_capacity(p._owner) -% used >= n) {
            @memcpy(p._data + p._len, t._data, n)
            p._len = p._len +% n
            return
        }
    }
    _append_slow(p, t)
}

@noinline
func _append_slow(p: *string, t: string) {
    let extra = t           // keeps the text alive when `t` is a view of `p`
    let n = extra._len
    if n == 0 { return }
    if p._len == 0 {
        *p = extra
        return
    }
    let total = p._len + n
    if !@is_null(p._owner) && @is_unique(p._owner) && @address(p._owner) == @address(p._data) {
        let buffer = _resize_buffer(p._owner, _grown_capacity(_buffer_capacity(p._owner), total, 1), 1)
        @memcpy(buffer + p._len, extra._data, n)
        p._owner = buffer
        p._data = buffer
        p._len = total
        return
    }
    let buffer = _new_buffer(_grown_capacity(p._len, total, 1), 1)
    @memcpy(buffer, p._data, p._len)
    @memcpy(buffer + p._len, extra._data, n)
    *p = string{_owner: buffer, _data: buffer, _len: total}
}
