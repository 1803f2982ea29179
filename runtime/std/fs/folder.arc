namespace fs

import "std/path"

/// What an entry of a folder is.
enum EntryKind { File, Directory, Link, Other }

/// An entry of a folder.
struct Entry {
    path: string            // with the folder before it
    name: string
    kind: EntryKind
    depth: usize            // 1 for entries of the folder itself, 2 for those of its folders, and so on

    /// True for folders; a link to one is a link.
    func is_directory(self e: Entry) bool { return e.kind == EntryKind.Directory }
    /// True for ordinary files.
    func is_file(self e: Entry) bool { return e.kind == EntryKind.File }
}

/// The entries of a folder in the order of their names, without `.` and `..`.
func entries(folder: string, location: string = @source_location()) vector<Entry>! { return _entries(folder, 1, location) }

func _entries(folder: string, depth: usize, location: string) vector<Entry>! {
    let file = _open(folder, _O_RDONLY | _O_DIRECTORY, 0, "open folder", location)?
    let out: vector<Entry> = []
    let buffer: vector<byte> = []
    buffer.resize_uninitialized(32_KB)
    for {
        let n = arc_rt_sys_getdents(file.fd(), buffer.pointer(), buffer.len())
        if n < 0 { return _failed("list", folder, n, location) }
        if n == 0 { break }
        // linux_dirent64: inode 8, offset 8, record length 2, type 1, name with a NUL.
        let at: usize = 0
        for at < cast<usize>(n) {
            let length = cast<usize>(buffer[at + 16]) | (cast<usize>(buffer[at + 17]) << 8)
            let end = at + 19
            for buffer[end] != 0 { end += 1 }
            let name = string_from_utf8_lossy(slice_of_pointer(buffer.pointer() + (at + 19), end - at - 19))
            if name != "." && name != ".." {
                let full = path.join(folder, name)
                out.push(Entry{path: full, name: name, kind: _kind_of(buffer[at + 18], full), depth: depth})
            }
            at += length
        }
    }
    out.sort_by(|a, b| a.name < b.name)
    return out
}

/// The kind from the type in a directory entry; some file systems leave it to be asked for.
func _kind_of(type_byte: byte, full: string) EntryKind {
    if type_byte == 0 {
        let found = link_info(full) catch return EntryKind.Other
        if found.is_directory() { return EntryKind.Directory }
        if found.is_link() { return EntryKind.Link }
        return if found.is_file() { EntryKind.File } else { EntryKind.Other }
    }
    return match type_byte {
        4 => EntryKind.Directory
        8 => EntryKind.File
        10 => EntryKind.Link
        _ => EntryKind.Other
    }
}

/// The names in a folder in sorted order, without `.` and `..`.
func list(folder: string, location: string = @source_location()) vector<string>! {
    return _entries(folder, 1, location)?.map(|e| e.name)
}

/// Gives all that is below a folder, each folder before what it holds, in the order of names. Links are not followed.
struct Walk {
    _pending: vector<Entry>             // what comes next stands last
    _open: Entry?                       // a folder that was given and whose entries come next
    _failure: error?
    _enter: func(Entry) bool

    /// The next entry, or the error of a folder that cannot be read, which is passed by; null at the end.
    func next(self w: *Walk) Entry!? {
        if let e = w._failure {
            w._failure = null
            let failed: Entry! = e
            return failed
        }
        if let folder = w._open {
            w._open = null
            match _entries(folder.path, folder.depth + 1, @source_location()) {
                ok(inner) => {
                    let more = inner
                    more.reverse()
                    w._pending.extend(more)
                }
                err(e) => {
                    let failed: Entry! = e
                    return failed
                }
            }
        }
        let entry = w._pending.pop()?
        let enter = w._enter
        if entry.is_directory() && enter(entry) { w._open = entry }
        let given: Entry! = entry
        return given
    }
}

/// All that is below `folder`, for `for entry in fs.walk("src") { let e = entry? … }`. Folders for which `enter` does
/// not hold are given, but not entered.
func walk(folder: string, enter: func(Entry) bool = |_| true) Walk {
    return Walk{_pending: [], _open: Entry{path: folder, name: path.base_name(folder), kind: EntryKind.Directory,
        depth: 0}, _enter: enter}
}

/// The paths that fit a pattern (`path.matches`), in sorted order: `src/**/*.arc`, `*.txt`. What begins with a point
/// fits only where the pattern has the point, too. Folders that cannot be read are passed by.
func glob(pattern: string) vector<string>! {
    let _ = path.matches(pattern, "")?
    let parts = pattern.split("/")
    // The folders before the first part with a special character.
    let plain: usize = 0
    for plain < parts.len() - 1 && !_is_pattern(parts[plain]) { plain += 1 }
    let base = parts[0..plain].join("/")
    if plain > 0 && base.is_empty() { base = "/" }
    let out: vector<string> = []
    if plain == parts.len() - 1 && !_is_pattern(parts[plain]) {
        if link_info(pattern).is_ok() { out.push(pattern) }
        return out
    }
    let endless = parts.contains("**")
    let most = parts.len() - plain
    let hidden = parts.any(|p| p.starts_with("."))
    for found in walk(if base.is_empty() { "." } else { base }, |e| (endless || e.depth < most) &&
        (hidden || !e.name.starts_with("."))) {
        let entry = found catch continue
        if !hidden && entry.name.starts_with(".") { continue }
        let name = if base.is_empty() { entry.path[2..] } else { entry.path }
        if path.matches(pattern, name)? { out.push(name) }
    }
    out.sort()
    return out
}

func _is_pattern(part: string) bool {
    return part.contains('*') || part.contains('?') || part.contains('[') || part.contains('\\')
}

/// Removes a file, a link, or a folder with all that is in it. Nothing there is no error.
func remove_all(target: string, location: string = @source_location()) void! {
    let found = link_info(target) catch |e| {
        if e.code == _ENOENT { return }
        return e
    }
    if !found.is_directory() { return remove_file(target, location: location) }
    for entry in _entries(target, 1, location)? { remove_all(entry.path, location: location)? }
    remove_directory(target, location: location)?
}

/// Copies the content and permissions of a file; one that is there already is replaced. Gives the number of bytes.
func copy_file(from: string, to: string, location: string = @source_location()) uint64! {
    let source = open(from, location: location)?
    let status = source.info()?
    if status.is_directory() { return _failed("copy", from, -_EISDIR, location) }
    if let there = info(to) {
        // Opening it for writing would empty it.
        if there.inode == status.inode && there.device == status.device {
            return error("cannot copy \"${from}\" to itself", location: location)
        }
    }
    let target = _open(to, _O_WRONLY | _O_CREAT | _O_TRUNC, status.permissions(), "create", location)?
    let buffer: vector<byte> = []
    buffer.resize_uninitialized(256_KB)
    let total: uint64 = 0
    for {
        let n = source.read_into(buffer.pointer(), buffer.len())?
        if n == 0 { break }
        target.write(slice_of_pointer(buffer.pointer(), n))?
        total += n
    }
    target.close()?
    return total
}

/// Copies a file, or a folder with all that is in it; links stay links. What is there already is written over.
func copy_all(from: string, to: string, location: string = @source_location()) void! {
    let found = link_info(from, location: location)?
    if found.is_link() {
        let target = read_link(from, location: location)?
        let _ = remove_file(to)
        return create_link(target, to, location: location)
    }
    if !found.is_directory() {
        let _ = copy_file(from, to, location: location)?
        return
    }
    if path.is_inside(absolute(to)?, absolute(from)?) {
        return error("cannot copy \"${from}\" into itself", location: location)
    }
    create_directories(to, location: location)?
    for entry in _entries(from, 1, location)? { copy_all(entry.path, path.join(to, entry.name), location: location)? }
}
