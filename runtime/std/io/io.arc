namespace io

// Streams. Anything with `read_into(to: *byte, capacity: usize) usize!` (0 at the end) is a source: `fs.File`, `Descriptor`,
// `BytesReader`, a reader of your own. Anything with `write(data) void!` for bytes and strings is a sink.
//
// Printing is in the prelude: `println`, `print`, `eprintln`, `eprint`.

import "std/os"

extern "C" {
    func arc_rt_alloc(size: usize) *byte
    func arc_rt_free(block: *byte, size: usize)
    func arc_rt_sys_read(fd: int32, buffer: *byte, capacity: usize) int64
    func arc_rt_sys_write_all(fd: int32, data: *byte, length: usize) int64
    func arc_rt_sys_isatty(fd: int32) int64
    func arc_rt_stdout_write(data: *byte, length: usize)
    func arc_rt_stdout_flush()
}

/// An open descriptor as source and sink, without a buffer. It is not closed when this dies.
struct Descriptor {
    fd: int32

    /// Reads at most `capacity` bytes to `to` and gives how many there were; 0 means the end.
    func read_into(self d: Descriptor, to: *byte, capacity: usize) usize! {
        let n = arc_rt_sys_read(d.fd, to, capacity)
        if n < 0 { return os.system_error("cannot read the input", n) }
        return cast<usize>(n)
    }

    /// Writes all of `data`: bytes (a vector or slice) or a string.
    func write<B>(self d: Descriptor, data: B) void! {
        let result = arc_rt_sys_write_all(d.fd, data.pointer(), data.len())
        if result < 0 { return os.system_error("cannot write the output", result) }
    }
}

/// Standard output as a sink, in one order with what `print` writes.
struct Stdout {
    /// Writes all of `data`. A failure ends the program, as for `print`.
    func write<B>(self s: Stdout, data: B) void! { arc_rt_stdout_write(data.pointer(), data.len()) }
}

/// The type of `stdin()`.
type Reader = BufferedReader<Descriptor>

/// A reader of standard input. Make one and keep it: what it has buffered is lost with it.
func stdin() Reader { return reader(0) }

/// A reader of an open descriptor, which stays open.
func reader(fd: int32) Reader { return BufferedReader<Descriptor>(Descriptor{fd: fd}) }

/// Standard output as a sink.
func stdout() Stdout { return Stdout{} }

/// Standard error as a sink, without a buffer.
func stderr() Descriptor { return Descriptor{fd: 2} }

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

/// Moves all bytes from a source to a sink; gives how many they were.
func copy<R, W>(from: *R, to: *W) uint64! {
    let buffer: vector<byte> = []
    buffer.resize_uninitialized(64_KB)
    let total: uint64 = 0
    for {
        let n = from.read_into(buffer.pointer(), buffer.len())?
        if n == 0 { return total }
        to.write(slice_of_pointer(buffer.pointer(), n))?
        total += cast<uint64>(n)
    }
}
