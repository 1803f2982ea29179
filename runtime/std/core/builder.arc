namespace core

/// Builds text piece by piece in one growing buffer. `finish` gives the string without a copy.
@lang("string_builder")
struct StringBuilder {
    _data: *byte = @null_ptr<byte>()      // a buffer, or null while nothing was added
    _len: usize
    _room: usize                          // its capacity; 0 while it may be shared

    @copy_hook
    func _copied(self p: *StringBuilder) {
        // The copy gets a buffer of its own, so that adding never has to ask who else looks.
        if @is_null(p._data) { return }
        let fresh = _new_roomy_buffer(p._len, 1)
        @memcpy(fresh, p._data, p._len)
        p._data = fresh
        p._room = _buffer_capacity(fresh)
    }

    func _made_shared(self _p: *StringBuilder) {}

    /// Its buffer is never shared.
    func cross_threads(self _p: *StringBuilder) {}

    @memory_only
    @inline
    drop(self p: *StringBuilder) {
        if @release(p._data) { _free_buffer(p._data, 1) }
    }

    /// How many bytes are there.
    @inline
    func len(self b: StringBuilder) usize { return b._len }

    /// True while nothing was added.
    @inline
    func is_empty(self b: StringBuilder) bool { return b._len == 0 }

    /// Adds a piece of text.
    @inline
    func add(self p: *StringBuilder, text: string) { p._add_raw(text._data, text._len) }

    /// Adds bytes that are valid UTF-8.
    @inline
    func _add_raw(self p: *StringBuilder, data: *byte, length: usize) {
        if @unlikely(p._room -% p._len < length) {
            p._add_slow(data, length)
            return
        }
        @memcpy(p._data + p._len, data, length)
        p._len = p._len +% length
    }

    @noinline
    func _add_slow(self p: *StringBuilder, data: *byte, length: usize) {
        p._grow(length)
        @memcpy(p._data + p._len, data, length)
        p._len = p._len +% length
    }

    /// Adds one ASCII byte.
    @inline
    func _add_ascii(self p: *StringBuilder, b: byte) {
        if @unlikely(p._room == p._len) { p._grow(1) }
        p._data[p._len] = b
        p._len = p._len +% 1
    }

    /// Adds a character.
    func add_char(self p: *StringBuilder, c: char) {
        if p._room -% p._len < 4 { p._grow(4) }
        p._len = p._len +% _encode_char(p._data + p._len, c)
    }

    /// Adds `c` `count` times.
    func add_repeated(self p: *StringBuilder, c: char, count: usize) {
        p.reserve(count)
        for let i: usize = 0; i < count; i++ { p.add_char(c) }
    }

    /// Adds a piece of text and a line end.
    func add_line(self p: *StringBuilder, text: string) {
        p.add(text)
        p._add_ascii(10)
    }

    /// Adds any value as interpolation shows it.
    func add_value<T>(self p: *StringBuilder, value: T) { _format(p, value, FormatSpec{}) }

    /// Adds any value as interpolation shows it with a format: `${value:>8}`.
    func add_formatted<T>(self p: *StringBuilder, value: T, spec: FormatSpec) { _format(p, value, spec) }

    /// Makes room for `extra` more bytes.
    func reserve(self p: *StringBuilder, extra: usize) {
        if p._room -% p._len < extra { p._grow(extra) }
    }

    @noinline
    func _grow(self p: *StringBuilder, extra: usize) {
        let needed = p._len +| extra
        if @is_null(p._data) {
            if needed < 40 { needed = 40 }
            p._data = _new_roomy_buffer(needed, 1)
        } else {
            p._data = _resize_buffer(p._data, _grown_capacity(_buffer_capacity(p._data), needed, 1), 1)
        }
        p._room = _buffer_capacity(p._data)
    }

    /// Removes what was added and keeps the memory.
    func clear(self p: *StringBuilder) { p._len = 0 }

    /// Cuts the text to its first `length` bytes (a place between characters).
    func truncate(self p: *StringBuilder, length: usize) {
        if length > p._len { return }
        if length < p._len && _is_continuation(p._data[length]) { panic("byte ${length} is inside a character") }
        p._len = length
    }

    /// The text; the builder is empty afterwards. Memory that would stay unused for the most part is given back.
    func finish(self p: *StringBuilder) string {
        let n = p._len
        if n == 0 { return "" }
        let data = p._data
        if p._room > 256 && p._room -% n > n { data = _resize_buffer(data, n, 1) }
        p._data = @null_ptr<byte>()
        p._len = 0
        p._room = 0
        return string{_owner: data, _data: data, _len: n}
    }

    /// A copy of the text so far.
    func to_string(self b: StringBuilder) string { return _string_from(b._data, b._len) }
}
