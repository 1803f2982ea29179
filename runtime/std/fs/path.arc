namespace fs


/// The whole file as bytes.
func read_file(path: string, location: string = @source_location()) vector<byte>! {
    return open(path, location: location)?.read_all()
}

/// The whole file as text; an error when it is not UTF-8.
func read_to_string(path: string, location: string = @source_location()) string! {
    return open(path, location: location)?.read_to_string()
}

/// Makes `path` a file with this content: bytes in a vector or slice, or a string.
func write_file<B>(path: string, data: B, location: string = @source_location()) void! {
    let file = create(path, location: location)?
    file.write(data)?
    file.close()?
}

/// What the system knows about a file.
struct FileInfo {
    size: uint64
    mode: uint32                // type and permissions as stat gives them
    modified_seconds: int64     // since 1970
    modified_nanoseconds: uint32

    /// True for ordinary files.
    func is_file(self i: FileInfo) bool { return (i.mode & 0o170000) == 0o100000 }
    /// True for folders.
    func is_directory(self i: FileInfo) bool { return (i.mode & 0o170000) == 0o040000 }
    /// True for symbolic links (only from `link_info`).
    func is_link(self i: FileInfo) bool { return (i.mode & 0o170000) == 0o120000 }
}

func _info(path: string, follow: int32, location: string) FileInfo! {
    let status = _FileStatus{}
    let result = arc_rt_sys_stat(path.pointer(), path.len(), follow, &status)
    if result < 0 { return _failed("look at", path, result, location) }
    return FileInfo{
        size: status.size
        mode: status.mode
        modified_seconds: status.modified_seconds
        modified_nanoseconds: status.modified_nanoseconds
    }
}

/// What the system knows about a path; symbolic links are followed.
func info(path: string, location: string = @source_location()) FileInfo! { return _info(path, 1, location) }

/// What the system knows about a path itself, be it a symbolic link.
func link_info(path: string, location: string = @source_location()) FileInfo! { return _info(path, 0, location) }

/// True when there is something at `path`.
func exists(path: string) bool { return info(path).is_ok() }

/// Removes a file.
func remove_file(path: string, location: string = @source_location()) void! {
    let result = arc_rt_sys_unlink(path.pointer(), path.len())
    if result < 0 { return _failed("remove", path, result, location) }
}

/// Gives a file another name; one that is there already is replaced.
func rename(from: string, to: string, location: string = @source_location()) void! {
    let result = arc_rt_sys_rename(from.pointer(), from.len(), to.pointer(), to.len())
    if result < 0 { return _failed("rename", from, result, location).context("to \"${to}\"") }
}

/// Makes a folder.
func create_directory(path: string, location: string = @source_location()) void! {
    let result = arc_rt_sys_mkdir(path.pointer(), path.len(), 0o777)
    if result < 0 { return _failed("create folder", path, result, location) }
}

/// Makes a folder and those above it; one that is there already is no error.
func create_directories(path: string, location: string = @source_location()) void! {
    let at: usize = 0
    for at < path.len() {
        at = path.find("/", at + 1) ?? path.len()
        let part = path[0..at]
        let result = arc_rt_sys_mkdir(part.pointer(), part.len(), 0o777)
        if result < 0 && result != -17 { return _failed("create folder", part, result, location) }
    }
}

/// Removes an empty folder.
func remove_directory(path: string, location: string = @source_location()) void! {
    let result = arc_rt_sys_rmdir(path.pointer(), path.len())
    if result < 0 { return _failed("remove folder", path, result, location) }
}

/// The names in a folder in sorted order, without `.` and `..`.
func list(path: string, location: string = @source_location()) vector<string>! {
    let folder = _open(path, _O_RDONLY | _O_DIRECTORY, 0, "open folder", location)?
    let out: vector<string> = []
    let buffer: vector<byte> = []
    buffer.resize_uninitialized(32_KB)
    for {
        let n = arc_rt_sys_getdents(folder.fd(), buffer.pointer(), buffer.len())
        if n < 0 { return _failed("list", path, n, location) }
        if n == 0 { break }
        // linux_dirent64: inode 8, offset 8, record length 2, type 1, name with a NUL.
        let at: usize = 0
        for at < cast<usize>(n) {
            let length = cast<usize>(buffer[at + 16]) | (cast<usize>(buffer[at + 17]) << 8)
            let end = at + 19
            for buffer[end] != 0 { end += 1 }
            let name = string_from_utf8_lossy(buffer[at + 19..end])
            if name != "." && name != ".." { out.push(name) }
            at += length
        }
    }
    out.sort()
    return out
}

/// Two parts of a path with one `/` between them; an absolute second part stands alone.
func join(a: string, b: string) string {
    if b.starts_with("/") || a.is_empty() { return b }
    if b.is_empty() { return a }
    if a.ends_with("/") { return a + b }
    return "${a}/${b}"
}

/// What stands behind the last `/`.
func base_name(path: string) string {
    if let at = path.rfind("/") { return path[at + 1..] }
    return path
}

/// What stands before the last `/`: `"."` when there is none, `"/"` for a file at the root.
func parent(path: string) string {
    if let at = path.rfind("/") {
        if at == 0 { return "/" }
        return path[0..at]
    }
    return "."
}

/// The ending with its point, as `.arc`; `""` when there is none.
func extension(path: string) string {
    let name = base_name(path)
    if let at = name.rfind(".") {
        if at > 0 { return name[at..] }
    }
    return ""
}
