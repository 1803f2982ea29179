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

    /// Its bytes without a copy. Nobody may write to the file any more.
    func view(self f: MemoryFile) FileView! {
        let length = f.size()?
        let block = arc_rt_alloc(8 + @sizeof(_ViewCell))
        @ptr_cast<uint64>(block)[0] = 1
        let cell = @ptr_cast<_ViewCell>(block + 8)
        cell.data = @null_ptr<byte>()
        cell.length = 0
        let view = FileView{_cell: cell}
        if length != 0 {
            // Readable, private, and all pages at once.
            let address = arc_rt_sys_mmap(cell.data, length, 1, 0x8002, f._pipe.fd(), 0)
            if address < 0 { return system_error("cannot map a memory file", address) }
            cell.data = @ptr_cast<byte>(bitcast<usize>(address))
            cell.length = length
        }
        return view
    }

    /// Its bytes from `start` on.
    func contents(self f: MemoryFile, start: usize = 0) vector<byte>! {
        let end = f.size()?
        let out: vector<byte> = []
        if end <= start { return out }
        let total = end - start
        out.resize_uninitialized(total)
        let have: usize = 0
        for have < total {
            let n = arc_rt_sys_pread(f._pipe.fd(), &out[have], total - have, cast<int64>(start + have))
            if n < 0 { return system_error("cannot read a memory file", n) }
            if n == 0 { break }
            have += cast<usize>(n)
        }
        out.truncate(have)
        return out
    }
}

/// The bytes of a memory file where the system keeps them, to read. They hold as long as this value; copies are the same.
struct FileView {
    _cell: *_ViewCell

    @copy_hook
    func _copied(self v: *FileView) { @retain(v._cell) }

    drop(self v: *FileView) {
        if @release(v._cell) {
            if v._cell.length != 0 { arc_rt_sys_munmap(v._cell.data, v._cell.length) }
            arc_rt_free(@ptr_cast<byte>(v._cell) - 8, 8 + @sizeof(_ViewCell))
        }
    }

    /// The address of the first byte.
    func pointer(self v: FileView) *byte { return v._cell.data }

    /// How many bytes there are.
    func len(self v: FileView) usize { return v._cell.length }
}

struct _ViewCell {
    data: *byte
    length: usize
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
