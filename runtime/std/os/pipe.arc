namespace os

// A pipe's end. Copies of a `Pipe` are the same end: closing one closes all, and the last copy to die closes it too.
//
// Underneath are socket pairs rather than pipes: as fast or faster, and writing to one whose reader is gone gives an error
// instead of a signal that ends the process.

struct _PipeCell {
    fd: int32
}

/// One end of a pipe, or of any open stream. `Pipe{}` is no pipe: given to `spawn` it means "as the parent's".
struct Pipe {
    _cell: *_PipeCell = @null_ptr<_PipeCell>()

    @copy_hook
    func _copied(self p: *Pipe) { @retain(p._cell) }

    drop(self p: *Pipe) {
        if @release(p._cell) {
            _close_cell(p._cell)
            _free_cell(p._cell)
        }
    }

    /// The descriptor, or -1 when it is closed or none.
    func fd(self p: Pipe) int32 {
        if @is_null(p._cell) { return -1 }
        return p._cell.fd
    }

    /// True when it can still be read or written.
    func is_open(self p: Pipe) bool { return p.fd() >= 0 }

    /// Closes this end; the other side sees the end of the stream. Closing again does nothing.
    func close(self p: Pipe) {
        if !@is_null(p._cell) { _close_cell(p._cell) }
    }

    /// Writes all of `data`: bytes in a vector or slice, or a string. When the reader is gone the rest is dropped, since
    /// what became of the reader says more than the pipe; other failures panic.
    func write<B>(self p: Pipe, data: B) {
        match p.try_write(data) {
            ok(_) => {}
            err(e) => {
                if e.code != BROKEN_PIPE { panic(e.message) }
            }
        }
    }

    /// Writes all of `data`: bytes in a vector or slice, or a string.
    func try_write<B>(self p: Pipe, data: B) void! {
        if !p.is_open() { return error("cannot write to a closed pipe", code: Closed) }
        return _write_all(p._cell.fd, data.pointer(), data.len())
    }

    /// Reads what is there to `to`, at most `capacity` bytes, and gives how many there were; waits when nothing is, and 0 means the
    /// end. With it a pipe is a source of `io.BufferedReader`.
    func read_into(self p: Pipe, to: *byte, capacity: usize) usize! {
        if !p.is_open() { return error("cannot read from a closed pipe", code: Closed) }
        let n = arc_rt_sys_read(p._cell.fd, to, capacity)
        if n < 0 { return system_error("cannot read from a pipe", n) }
        return cast<usize>(n)
    }

    /// Reads until the other side has closed its end. Panics when reading fails.
    func read_all(self p: Pipe) vector<byte> { return p.try_read_all()! }

    /// Reads until the other side has closed its end.
    func try_read_all(self p: Pipe) vector<byte>! {
        if !p.is_open() { return error("cannot read from a closed pipe", code: Closed) }
        return _read_all(p._cell.fd)
    }

    /// Reads what is there, at most `capacity` bytes; waits when nothing is. No bytes mean the end of the stream.
    func read(self p: Pipe, capacity: usize = 64_KB) vector<byte>! {
        if !p.is_open() { return error("cannot read from a closed pipe", code: Closed) }
        return _read_some(p._cell.fd, capacity)
    }

    /// For another thread: the descriptor goes along when nobody else has this end, else a second one for the same stream.
    func cross_threads(self p: *Pipe) {
        if @is_null(p._cell) || @is_unique(p._cell) { return }
        if p._cell.fd < 0 {
            *p = Pipe{}
            return
        }
        let fd = arc_rt_sys_dup(p._cell.fd)
        if fd < 0 { panic(system_error("cannot duplicate a pipe", fd).message) }
        *p = pipe_from_fd(cast<int32>(fd))
    }
}

/// A pipe end that owns an open descriptor.
func pipe_from_fd(fd: int32) Pipe {
    let block = arc_rt_alloc(8 + @sizeof(_PipeCell))
    @ptr_cast<uint64>(block)[0] = 1
    let cell = @ptr_cast<_PipeCell>(block + 8)
    cell.fd = fd
    return Pipe{_cell: cell}
}

func _free_cell(cell: *_PipeCell) { arc_rt_free(@ptr_cast<byte>(cell) - 8, 8 + @sizeof(_PipeCell)) }

func _close_cell(cell: *_PipeCell) {
    if cell.fd >= 0 {
        arc_rt_sys_close(cell.fd)
        cell.fd = -1
    }
}

/// Both directions between a parent and a child: the parent writes `write` and reads `read`, the child reads `child_read`
/// and writes `child_write`.
struct Pipes {
    write: Pipe
    child_read: Pipe
    read: Pipe
    child_write: Pipe
}

/// Makes the pipes for a child's standard input and output. The child's ends are closed here when the value dies.
func pipe_create() Pipes {
    let (child_read, write) = pipe_pair()
    let (read, child_write) = pipe_pair()
    return Pipes{write: write, child_read: child_read, read: read, child_write: child_write}
}

/// One pipe: the end to read from and the end to write to. Panics when the system has no more descriptors.
func pipe_pair() (Pipe, Pipe) { return try_pipe_pair()! }

/// One pipe: the end to read from and the end to write to.
func try_pipe_pair() (Pipe, Pipe)! {
    let fds: [2]int32
    let result = arc_rt_sys_socketpair(&fds[0])
    if result < 0 { return system_error("cannot create a pipe", result) }
    return (pipe_from_fd(fds[0]), pipe_from_fd(fds[1]))
}

// The number of sendto(2) on x86-64, used for its MSG_NOSIGNAL; a runtime entry of its own is to come.
const _SENDTO: int64 = 44
const _MSG_NOSIGNAL: usize = 0x4000
const _NOT_A_SOCKET: int64 = -88

func _write_all(fd: int32, data: *byte, length: usize) void! {
    let done: usize = 0
    for done < length {
        let n = arc_rt_sys_raw(_SENDTO, cast<usize>(fd), @address(data + done), length - done, _MSG_NOSIGNAL, 0, 0)
        if n == _NOT_A_SOCKET { n = arc_rt_sys_write(fd, data + done, length - done) }
        if n == -4 { continue }
        if n == -104 { n = -32 }        // reset by peer: the reader is gone
        if n < 0 { return system_error("cannot write to a pipe", n) }
        done += cast<usize>(n)
    }
}

func _read_some(fd: int32, capacity: usize) vector<byte>! {
    let out: vector<byte> = []
    out.resize_uninitialized(capacity)
    let n = arc_rt_sys_read(fd, &out[0], capacity)
    if n == -104 { n = 0 }              // the writer died with something unread: its end all the same
    if n < 0 { return system_error("cannot read from a pipe", n) }
    out.truncate(cast<usize>(n))
    return out
}

func _read_all(fd: int32) vector<byte>! {
    let out: vector<byte> = []
    let have: usize = 0
    out.resize_uninitialized(16_KB)
    for {
        if have == out.len() { out.resize_uninitialized(have * 2) }
        let n = arc_rt_sys_read(fd, &out[have], out.len() - have)
        if n == -104 || n == 0 { break }
        if n < 0 { return system_error("cannot read from a pipe", n) }
        have += cast<usize>(n)
    }
    out.truncate(have)
    return out
}
