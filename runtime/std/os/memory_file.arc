namespace os

/// A file that has no name and lives in memory: standard input and output of a child of any size, without waiting for the
/// other side. Copies are the same file.
struct MemoryFile {
    _pipe: Pipe

    /// The file as a stream, to give to `spawn`. Reading and writing through it move the position that all share.
    func pipe(self f: MemoryFile) Pipe { return f._pipe }

    /// How many bytes it has.
    func size(self f: MemoryFile) usize! {
        let status = _FileStatus{}
        let result = arc_rt_sys_fstat(f._pipe.fd(), &status)
        if result < 0 { return system_error("cannot measure a memory file", result) }
        return cast<usize>(status.size)
    }

    /// Writes `data` (a vector or slice of bytes, or a string) at the start; the position stays.
    func set_contents<B>(self f: MemoryFile, data: B) void! {
        let done: usize = 0
        for done < data.len() {
            let n = arc_rt_sys_pwrite(f._pipe.fd(), data.pointer() + done, data.len() - done, cast<int64>(done))
            if n < 0 { return system_error("cannot write to a memory file", n) }
            done += cast<usize>(n)
        }
    }

    /// All its bytes.
    func contents(self f: MemoryFile) vector<byte>! {
        let total = f.size()?
        let out: vector<byte> = []
        if total == 0 { return out }
        out.resize_uninitialized(total)
        let have: usize = 0
        for have < total {
            let n = arc_rt_sys_pread(f._pipe.fd(), &out[have], total - have, cast<int64>(have))
            if n < 0 { return system_error("cannot read a memory file", n) }
            if n == 0 { break }
            have += cast<usize>(n)
        }
        out.truncate(have)
        return out
    }
}

/// A new, empty memory file; the name only shows in the system's lists.
func memory_file(name: string) MemoryFile! {
    let fd = arc_rt_sys_memfd_create(name.pointer(), name.len(), 1)
    if fd < 0 { return system_error("cannot create a memory file", fd) }
    return MemoryFile{_pipe: pipe_from_fd(cast<int32>(fd))}
}

/// The file of the running program, for reading.
func open_self() MemoryFile! {
    let link = "/proc/self/exe"
    let fd = arc_rt_sys_open(link.pointer(), link.len(), 0, 0)
    if fd < 0 { return system_error("cannot open the running program", fd) }
    return MemoryFile{_pipe: pipe_from_fd(cast<int32>(fd))}
}
