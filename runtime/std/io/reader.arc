namespace io

import "std/bytes"

const _BUFFER: usize = 64_KB

/// Reads lines, parts and bytes from a source through a buffer.
///
/// What `read_until` and `peek` give are views of the buffer, without a copy. They may be kept: the reader goes on in
/// new memory while someone looks at the old one.
struct BufferedReader<R> {
    _source: R
    _buffer: vector<byte>
    _low: usize             // what is unread lies in _buffer[_low.._high]
    _high: usize
    _ended: bool

    init(self r: *BufferedReader<R>, source: R, capacity: usize = _BUFFER) {
        r._source = source
        r._buffer.resize_uninitialized(max(capacity, 16))
    }

    /// The source. What is in the buffer was read from it already.
    func source(self r: *BufferedReader<R>) *R { return &r._source }

    /// Makes room behind what is unread, and reads more; false at the end of the stream.
    @noinline
    func _fill(self r: *BufferedReader<R>) bool! {
        if r._ended { return false }
        let rest = r._high - r._low
        let room = r._buffer.len()
        if rest == room { room *= 2 }
        if room != r._buffer.len() || !@is_unique(r._buffer.pointer()) {
            let fresh: vector<byte> = []
            fresh.resize_uninitialized(room)
            if rest > 0 { @memcpy(fresh.pointer(), r._buffer.pointer() + r._low, rest) }
            r._buffer = fresh
            // The variable must not share the buffer.
            fresh = []
        } else if r._low > 0 && rest > 0 {
            @memmove(r._buffer.pointer(), r._buffer.pointer() + r._low, rest)
        }
        r._low = 0
        r._high = rest
        let n = r._source.read_into(r._buffer.pointer() + rest, room - rest)?
        if n > room - rest { panic("io: a source gave ${n} bytes where ${room - rest} were asked for") }
        r._high += n
        if n == 0 { r._ended = true }
        return n > 0
    }

    /// The next line without its end (`\n` or `\r\n`), or null behind the last one. Bytes that are not UTF-8 become U+FFFD.
    func read_line(self r: *BufferedReader<R>) string?! {
        let line = ""
        if !r._next_line(&line)? { return null }
        return line
    }

    /// Puts the next line into `line`; false behind the last one.
    func _next_line(self r: *BufferedReader<R>, line: *string) bool! {
        let searched: usize = 0
        for {
            let unread = slice_of_pointer(r._buffer.pointer() + r._low, r._high - r._low)
            if let at = bytes.find_byte(unread, '\n', from: searched) {
                *line = _line_text(unread.pointer(), at, true)
                r._low += at + 1
                return true
            }
            searched = unread.len()
            if !r._fill()? {
                if r._low == r._high { return false }
                *line = _line_text(r._buffer.pointer() + r._low, r._high - r._low, false)
                r._low = r._high
                return true
            }
        }
    }

    /// The bytes up to the next `delimiter`, it included, or up to the end; null behind the last ones.
    func read_until(self r: *BufferedReader<R>, delimiter: byte) []byte?! {
        let searched: usize = 0
        for {
            let unread = slice_of_pointer(r._buffer.pointer() + r._low, r._high - r._low)
            if let at = bytes.find_byte(unread, delimiter, from: searched) { return r._take(at + 1) }
            searched = unread.len()
            if !r._fill()? {
                if r._low == r._high { return null }
                return r._take(r._high - r._low)
            }
        }
    }

    /// The next `n` unread bytes as a view; they are read then.
    func _take(self r: *BufferedReader<R>, n: usize) []byte {
        let view = r._buffer[r._low..r._low + n]
        r._low += n
        return view
    }

    /// The next byte, or null at the end.
    func read_byte(self r: *BufferedReader<R>) byte?! {
        if r._low == r._high && !r._fill()? { return null }
        r._low += 1
        return r._buffer[r._low - 1]
    }

    /// The next `n` bytes, or as many as there are, without reading them.
    func peek(self r: *BufferedReader<R>, n: usize) []byte! {
        for r._high - r._low < n { if !r._fill()? { break } }
        return r._buffer[r._low..min(r._low + n, r._high)]
    }

    /// True when there is nothing left.
    func is_at_end(self r: *BufferedReader<R>) bool! { return r._low == r._high && !r._fill()? }

    /// Passes by `n` bytes, or as many as there are; gives how many.
    func skip(self r: *BufferedReader<R>, n: usize) usize! {
        let left = n
        for left > 0 {
            if r._low == r._high && !r._fill()? { break }
            let step = min(left, r._high - r._low)
            r._low += step
            left -= step
        }
        return n - left
    }

    /// At most `capacity` bytes; none mean the end.
    func read(self r: *BufferedReader<R>, capacity: usize = _BUFFER) vector<byte>! {
        let out: vector<byte> = []
        out.resize_uninitialized(capacity)
        out.truncate(r.read_into(out.pointer(), capacity)?)
        return out
    }

    /// Reads at most `capacity` bytes to `to` and gives how many there were; 0 means the end. Large reads go past the buffer.
    func read_into(self r: *BufferedReader<R>, to: *byte, capacity: usize) usize! {
        if r._low == r._high {
            if r._ended || capacity == 0 { return 0 }
            if capacity >= r._buffer.len() {
                let n = r._source.read_into(to, capacity)?
                if n == 0 { r._ended = true }
                return n
            }
            if !r._fill()? { return 0 }
        }
        let n = min(capacity, r._high - r._low)
        @memcpy(to, r._buffer.pointer() + r._low, n)
        r._low += n
        return n
    }

    /// Exactly `n` bytes; an error with the code `Truncated` when there are fewer.
    func read_exact(self r: *BufferedReader<R>, n: usize) vector<byte>! {
        let out: vector<byte> = []
        let have: usize = 0
        for have < n {
            // Not all at once: a wrong length from outside must not take memory that no bytes follow for.
            out.resize_uninitialized(min(n, max(have * 2, 64_KB)))
            let more = r.read_into(out.pointer() + have, out.len() - have)?
            if more == 0 { return error("the input ends after ${have} of ${n} bytes", code: Truncated) }
            have += more
            out.truncate(have)
        }
        return out
    }

    /// All that is left, as bytes.
    func read_all(self r: *BufferedReader<R>) vector<byte>! {
        let out: vector<byte> = []
        let have: usize = 0
        for {
            if have == out.len() { out.resize_uninitialized(max(have * 2, r._high - r._low + 16_KB)) }
            let n = r.read_into(out.pointer() + have, out.len() - have)?
            if n == 0 { break }
            have += n
        }
        out.truncate(have)
        return out
    }

    /// All that is left, as text; an error when it is not UTF-8.
    func read_to_string(self r: *BufferedReader<R>) string! { return string_from_bytes(r.read_all()?) }

    /// The lines, for `for line in io.stdin().lines()`. A read error ends them as the end of the input does.
    func lines(self r: BufferedReader<R>) Lines<R> { return Lines<R>{_reader: r} }
}

/// The bytes of a line as text, without the `\r` at its end if it had an end.
func _line_text(data: *byte, length: usize, has_end: bool) string {
    let n = length
    if has_end && n > 0 && data[n - 1] == '\r' { n -= 1 }
    if is_utf8(data, n) { return string_from_valid_utf8(data, n) }
    return string_from_utf8_lossy(slice_of_pointer(data, n))
}

/// Gives the lines of a reader one after the other.
struct Lines<R> {
    _reader: BufferedReader<R>

    /// The next line without its end, or null behind the last one.
    func next(self p: *Lines<R>) string? {
        let line = ""
        if !(p._reader._next_line(&line) catch false) { return null }
        return line
    }
}

/// A source of bytes that are in memory.
struct BytesReader {
    _data: []byte
    _at: usize

    init(self r: *BytesReader, data: []byte) { r._data = data }

    /// Reads at most `capacity` bytes to `to` and gives how many there were; 0 means the end.
    func read_into(self r: *BytesReader, to: *byte, capacity: usize) usize! {
        let n = min(capacity, r._data.len() - r._at)
        @memcpy(to, r._data.pointer() + r._at, n)
        r._at += n
        return n
    }

    /// How many bytes are left.
    func remaining(self r: BytesReader) usize { return r._data.len() - r._at }
}

/// A reader of a text.
func text_reader(text: string) BufferedReader<BytesReader> { return BufferedReader<BytesReader>(BytesReader(text.bytes())) }

/// The first `left` bytes of a source.
struct Limited<R> {
    source: R
    left: uint64

    /// Reads at most `capacity` bytes to `to` and gives how many there were; 0 means the end.
    func read_into(self r: *Limited<R>, to: *byte, capacity: usize) usize! {
        let most = if cast<uint64>(capacity) > r.left { cast<usize>(r.left) } else { capacity }
        if most == 0 { return 0 }
        let n = r.source.read_into(to, most)?
        r.left -= cast<uint64>(n)
        return n
    }
}

/// Two sources, one after the other.
struct Chained<A, B> {
    first: A
    second: B
    _in_second: bool

    /// Reads at most `capacity` bytes to `to` and gives how many there were; 0 means the end.
    func read_into(self r: *Chained<A, B>, to: *byte, capacity: usize) usize! {
        if !r._in_second {
            let n = r.first.read_into(to, capacity)?
            if n > 0 || capacity == 0 { return n }
            r._in_second = true
        }
        return r.second.read_into(to, capacity)
    }
}

/// A source whose bytes go to a sink, too, as they are read.
struct Tee<R, W> {
    source: R
    sink: W

    /// Reads at most `capacity` bytes to `to` and gives how many there were; 0 means the end.
    func read_into(self r: *Tee<R, W>, to: *byte, capacity: usize) usize! {
        let n = r.source.read_into(to, capacity)?
        if n > 0 { r.sink.write(slice_of_pointer(to, n))? }
        return n
    }
}
