namespace fs

import "std/path"

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

/// Adds to the end of a file; makes it when it is not there.
func append_file<B>(path: string, data: B, location: string = @source_location()) void! {
    let file = open_append(path, location: location)?
    file.write(data)?
    file.close()?
}

/// As `write_file`, all or nothing: readers see the old content or the new one, never a part, also when the system
/// fails meanwhile.
func replace_file<B>(path: string, data: B, location: string = @source_location()) void! {
    let beside = "${path}.${_random_name()}"
    let file = create_new(beside, location: location)?
    _write_and_sync(file, data) catch |e| {
        let _ = remove_file(beside)
        return e
    }
    if let old = info(path) { let _ = set_permissions(beside, old.permissions()) }
    rename(beside, path, location: location) catch |e| {
        let _ = remove_file(beside)
        return e
    }
}

func _write_and_sync<B>(file: File, data: B) void! {
    file.write(data)?
    file.sync()?
    file.close()?
}

/// What the system knows about a file.
struct FileInfo {
    size: uint64
    mode: uint32                // type and permissions as stat gives them
    modified_seconds: int64     // since 1970
    modified_nanoseconds: uint32
    inode: uint64
    device: uint64
    links: uint32
    owner: uint32

    /// True for ordinary files.
    func is_file(self i: FileInfo) bool { return (i.mode & 0o170000) == 0o100000 }
    /// True for folders.
    func is_directory(self i: FileInfo) bool { return (i.mode & 0o170000) == 0o040000 }
    /// True for symbolic links (only from `link_info`).
    func is_link(self i: FileInfo) bool { return (i.mode & 0o170000) == 0o120000 }
    /// The permissions alone: `0o644`.
    func permissions(self i: FileInfo) uint32 { return i.mode & 0o7777 }
}

func _file_info(status: *_FileStatus) FileInfo {
    return FileInfo{
        size: status.size
        mode: status.mode
        modified_seconds: status.modified_seconds
        modified_nanoseconds: status.modified_nanoseconds
        inode: status.inode
        device: status.device
        links: status.links
        owner: status.owner
    }
}

func _info(path: string, follow: int32, location: string) FileInfo! {
    let status = _FileStatus{}
    let result = arc_rt_sys_stat(path.pointer(), path.len(), follow, &status)
    if result < 0 { return _failed("look at", path, result, location) }
    return _file_info(&status)
}

/// What the system knows about a path; symbolic links are followed.
func info(path: string, location: string = @source_location()) FileInfo! { return _info(path, 1, location) }

/// What the system knows about a path itself, be it a symbolic link.
func link_info(path: string, location: string = @source_location()) FileInfo! { return _info(path, 0, location) }

/// True when there is something at `path`; a symbolic link to nothing is nothing.
func exists(path: string) bool { return info(path).is_ok() }

/// True when there is an ordinary file at `path`, or a link to one.
func is_file(path: string) bool { return info(path).map(|i| i.is_file()).unwrap_or(false) }

/// True when there is a folder at `path`, or a link to one.
func is_directory(path: string) bool { return info(path).map(|i| i.is_directory()).unwrap_or(false) }

/// True when both paths lead to the same file or folder.
func is_same(a: string, b: string, location: string = @source_location()) bool! {
    let x = info(a, location: location)?
    let y = info(b, location: location)?
    return x.inode == y.inode && x.device == y.device
}

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

// The functions on paths as text that programs with files want most; std/path has the others.

/// Two parts of a path with one `/` between them; an absolute second part stands alone. `path.join` takes more.
func join(a: string, b: string) string { return path.join(a, b) }

/// The last part of a path, as `path.base_name`.
func base_name(name: string) string { return path.base_name(name) }

/// The folder that holds it, as `path.parent`.
func parent(name: string) string { return path.parent(name) }

/// The ending with its point, as `path.extension`.
func extension(name: string) string { return path.extension(name) }
