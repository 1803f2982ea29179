namespace fs

struct _FileCell {
    fd: int32
    path: string
}

/// An open file. Copies are the same file with one position; it is closed by `close` or when the last copy dies.
struct File {
    _cell: *_FileCell

    @copy_hook
    func _copied(self f: *File) { @retain(f._cell) }

    drop(self f: *File) {
        if @release(f._cell) {
            if f._cell.fd >= 0 { arc_rt_sys_close(f._cell.fd) }
            @drop_at(f._cell)
            arc_rt_free(@ptr_cast<byte>(f._cell) - 8, 8 + @sizeof(_FileCell))
        }
    }

    /// For another thread: the descriptor goes along when nobody else has this file, else a second one with the same position.
    func cross_threads(self f: *File) {
        if @is_unique(f._cell) {
            transfer_to_thread(f._cell)
            return
        }
        let fd = -1
        if f._cell.fd >= 0 { fd = arc_rt_sys_dup(f._cell.fd) }
        if f._cell.fd >= 0 && fd < 0 { panic(_failed("duplicate", f._cell.path, fd, @source_location()).message) }
        *f = _file(cast<int32>(fd), isolate(f._cell.path))
    }

    /// The descriptor, or -1 when the file is closed.
    func fd(self f: File) int32 { return f._cell.fd }

    /// The path that it was opened by.
    func path(self f: File) string { return f._cell.path }

    /// Reads at most `capacity` bytes from the position on; no bytes mean the end of the file.
    func read(self f: File, capacity: usize = 64_KB) vector<byte>! {
        let out: vector<byte> = []
        out.resize_uninitialized(capacity)
        let n = arc_rt_sys_read(f._cell.fd, out.pointer(), capacity)
        if n < 0 { return _failed("read", f._cell.path, n, @source_location()) }
        out.truncate(cast<usize>(n))
        return out
    }

    /// Reads up to `capacity` bytes that begin at byte `offset`; the position stays. Fewer come only at the end.
    func read_at(self f: File, offset: uint64, capacity: usize) vector<byte>! {
        let out: vector<byte> = []
        out.resize_uninitialized(capacity)
        let have: usize = 0
        for have < capacity {
            let n = arc_rt_sys_pread(f._cell.fd, out.pointer() + have, capacity - have, cast<int64>(offset) + cast<int64>(have))
            if n < 0 { return _failed("read", f._cell.path, n, @source_location()) }
            if n == 0 { break }
            have += cast<usize>(n)
        }
        out.truncate(have)
        return out
    }

    /// Reads from the position to the end.
    func read_all(self f: File) vector<byte>! {
        let out: vector<byte> = []
        let have: usize = 0
        let wanted = 16_KB
        let status = _FileStatus{}
        if arc_rt_sys_fstat(f._cell.fd, &status) == 0 && status.size > 0 {
            wanted = cast<usize>(status.size) + 1
        }
        out.resize_uninitialized(wanted)
        for {
            if have == out.len() { out.resize_uninitialized(have * 2) }
            let n = arc_rt_sys_read(f._cell.fd, out.pointer() + have, out.len() - have)
            if n < 0 { return _failed("read", f._cell.path, n, @source_location()) }
            if n == 0 { break }
            have += cast<usize>(n)
        }
        out.truncate(have)
        return out
    }

    /// Reads from the position to the end as text.
    func read_to_string(self f: File) string! {
        let bytes = f.read_all()?
        return string_from_bytes(bytes).context("cannot read \"${f._cell.path}\"")
    }

    /// Writes all of `data`: bytes in a vector or slice, or a string.
    func write<B>(self f: File, data: B) void! {
        let result = arc_rt_sys_write_all(f._cell.fd, data.pointer(), data.len())
        if result < 0 { return _failed("write", f._cell.path, result, @source_location()) }
    }

    /// Reads at most `capacity` bytes to `to` and gives how many there were; 0 means the end. For buffers
    /// (`io.BufferedReader`).
    func read_into(self f: File, to: *byte, capacity: usize) usize! {
        let n = arc_rt_sys_read(f._cell.fd, to, capacity)
        if n < 0 { return _failed("read", f._cell.path, n, @source_location()) }
        return cast<usize>(n)
    }

    /// Writes all of `data` from byte `offset` on; the position stays.
    func write_at<B>(self f: File, offset: uint64, data: B) void! {
        let done: usize = 0
        for done < data.len() {
            let n = arc_rt_sys_pwrite(f._cell.fd, data.pointer() + done, data.len() - done,
                cast<int64>(offset) + cast<int64>(done))
            if n < 0 { return _failed("write", f._cell.path, n, @source_location()) }
            done += cast<usize>(n)
        }
    }

    /// Moves the position to byte `offset`.
    func seek(self f: File, offset: uint64) void! { let _ = f._move(cast<int64>(offset), 0)? }

    /// Moves the position by `distance` bytes, back when it is negative; gives the new one.
    func seek_by(self f: File, distance: int64) uint64! { return f._move(distance, 1) }

    /// Moves the position to the end; gives it.
    func seek_end(self f: File) uint64! { return f._move(0, 2) }

    /// Where the next byte is read or written.
    func position(self f: File) uint64! { return f._move(0, 1) }

    func _move(self f: File, distance: int64, whence: int32) uint64! {
        let result = arc_rt_sys_lseek(f._cell.fd, distance, whence)
        if result < 0 { return _failed("seek in", f._cell.path, result, @source_location()) }
        return cast<uint64>(result)
    }

    /// Cuts the file to `size` bytes, or fills it up with zeros.
    func truncate(self f: File, size: uint64) void! {
        let result = arc_rt_sys_ftruncate(f._cell.fd, cast<int64>(size))
        if result < 0 { return _failed("truncate", f._cell.path, result, @source_location()) }
    }

    /// What the system knows about the file.
    func info(self f: File) FileInfo! {
        let status = _FileStatus{}
        let result = arc_rt_sys_fstat(f._cell.fd, &status)
        if result < 0 { return _failed("look at", f._cell.path, result, @source_location()) }
        return _file_info(&status)
    }

    /// How many bytes the file has.
    func size(self f: File) uint64! {
        let status = _FileStatus{}
        let result = arc_rt_sys_fstat(f._cell.fd, &status)
        if result < 0 { return _failed("measure", f._cell.path, result, @source_location()) }
        return status.size
    }

    /// Waits until what was written is on the disk.
    func sync(self f: File) void! {
        let result = arc_rt_sys_fsync(f._cell.fd)
        if result < 0 { return _failed("sync", f._cell.path, result, @source_location()) }
    }

    /// Closes the file; an error of the last writes comes out here. Closing again does nothing.
    func close(self f: File) void! {
        if f._cell.fd < 0 { return }
        let result = arc_rt_sys_close(f._cell.fd)
        f._cell.fd = -1
        if result < 0 { return _failed("close", f._cell.path, result, @source_location()) }
    }
}

func _open(path: string, flags: int32, mode: uint32, what: string, location: string) File! {
    let fd = arc_rt_sys_open(path.pointer(), path.len(), flags, mode)
    if fd < 0 { return _failed(what, path, fd, location) }
    return _file(cast<int32>(fd), path)
}

/// A file that owns an open descriptor.
func _file(fd: int32, path: string) File {
    let block = arc_rt_alloc(8 + @sizeof(_FileCell))
    @ptr_cast<uint64>(block)[0] = 1
    let cell = @ptr_cast<_FileCell>(block + 8)
    @init(cell, _FileCell{fd: fd, path: path})
    return File{_cell: cell}
}

/// Opens a file for reading.
func open(path: string, location: string = @source_location()) File! {
    return _open(path, _O_RDONLY, 0, "open", location)
}

/// Makes a file, or empties the one that is there, for writing.
func create(path: string, location: string = @source_location()) File! {
    return _open(path, _O_WRONLY | _O_CREAT | _O_TRUNC, 0o666, "create", location)
}

/// Makes a file for writing; an error when it exists.
func create_new(path: string, location: string = @source_location()) File! {
    return _open(path, _O_WRONLY | _O_CREAT | _O_EXCL, 0o666, "create", location)
}

/// Opens a file for writing at its end; makes it when it is not there.
func open_append(path: string, location: string = @source_location()) File! {
    return _open(path, _O_WRONLY | _O_CREAT | _O_APPEND, 0o666, "open", location)
}

/// Opens a file for reading and writing; makes it when it is not there.
func open_update(path: string, location: string = @source_location()) File! {
    return _open(path, _O_RDWR | _O_CREAT, 0o666, "open", location)
}
