namespace io

// Standard streams. Printing is in the prelude: `println`, `print`, `eprintln`, `eprint`.

import "std/os"

extern "C" {
    func arc_rt_sys_read(fd: int32, buffer: *byte, capacity: usize) int64
    func arc_rt_sys_isatty(fd: int32) int64
    func arc_rt_stdout_write(data: *byte, length: usize)
    func arc_rt_stdout_flush()
}

/// Reads lines and bytes from a descriptor with a buffer.
struct Reader {
    _fd: int32
    _buffer: vector<byte>
    _low: usize             // what is unread lies in _buffer[_low.._high]
    _high: usize
    _ended: bool

    /// Reads more into the buffer; false at the end of the stream. What is unread moves to the front first.
    func _fill(self r: *Reader) bool! {
        if r._ended { return false }
        if r._low > 0 {
            let rest = r._high - r._low
            if rest > 0 { @memmove(r._buffer.pointer(), r._buffer.pointer() + r._low, rest) }
            r._low = 0
            r._high = rest
        }
        if r._high == r._buffer.len() {
            let room = r._buffer.len() * 2
            if room < 64_KB { room = 64_KB }
            r._buffer.resize_uninitialized(room)
        }
        let n = arc_rt_sys_read(r._fd, &r._buffer[r._high], r._buffer.len() - r._high)
        if n < 0 { return os.system_error("cannot read the input", n) }
        if n == 0 {
            r._ended = true
            return false
        }
        r._high += cast<usize>(n)
        return true
    }

    /// The next line without its end, or null behind the last one. Bytes that are not UTF-8 become U+FFFD.
    func read_line(self r: *Reader) string?! {
        let searched = r._low
        for {
            for let i = searched; i < r._high; i++ {
                if r._buffer[i] == 10 { return r._take_line(i, 1) }
            }
            searched = r._high - r._low
            if !r._fill()? {
                if r._low == r._high { return null }
                return r._take_line(r._high, 0)
            }
        }
    }

    func _take_line(self r: *Reader, end: usize, ending: usize) string {
        let stop = end
        if ending == 1 && stop > r._low && r._buffer[stop - 1] == 13 { stop -= 1 }
        let line = string_from_utf8_lossy(slice_of_pointer(r._buffer.pointer() + r._low, stop - r._low))
        r._low = end + ending
        return line
    }

    /// All that is left, as bytes.
    func read_all(self r: *Reader) vector<byte>! {
        let out: vector<byte> = []
        for {
            if r._high > r._low { out.extend(slice_of_pointer(r._buffer.pointer() + r._low, r._high - r._low)) }
            r._low = 0
            r._high = 0
            if !r._fill()? { return out }
        }
    }

    /// All that is left, as text; an error when it is not UTF-8.
    func read_to_string(self r: *Reader) string! { return string_from_bytes(r.read_all()?) }

    /// The lines, for `for line in io.stdin().lines()`. A read error ends them as the end of the input does.
    func lines(self r: Reader) Lines { return Lines{_reader: r} }
}

/// Gives the lines of a reader one after the other.
struct Lines {
    _reader: Reader

    /// The next line without its end, or null behind the last one.
    func next(self p: *Lines) string? { return p._reader.read_line() catch null }
}

/// A reader of standard input. Make one and keep it: what it has buffered is lost with it.
func stdin() Reader { return Reader{_fd: 0} }

/// A reader of an open descriptor, which stays open.
func reader(fd: int32) Reader { return Reader{_fd: fd} }

/// All of standard input as text.
func read_stdin() string! {
    let all = stdin()
    return all.read_to_string()
}

/// Writes bytes (a vector or slice) or a string to standard output.
func write<B>(data: B) { arc_rt_stdout_write(data.pointer(), data.len()) }

/// Writes out what standard output holds back.
func flush() { arc_rt_stdout_flush() }

/// True when the stream (0, 1 or 2) is a terminal.
func is_terminal(fd: int32) bool { return arc_rt_sys_isatty(fd) == 1 }
