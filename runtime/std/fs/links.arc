namespace fs

import "std/os"
import "std/path"

/// Makes a symbolic link at `path` that leads to `target`.
func create_link(target: string, path: string, location: string = @source_location()) void! {
    let result = arc_rt_sys_symlink(target.pointer(), target.len(), path.pointer(), path.len())
    if result < 0 { return _failed("make link", path, result, location) }
}

/// Where a symbolic link leads to, as it was written.
func read_link(path: string, location: string = @source_location()) string! {
    let buffer: vector<byte> = []
    buffer.resize_uninitialized(4_KB)
    let n = arc_rt_sys_readlink(path.pointer(), path.len(), buffer.pointer(), buffer.len())
    if n < 0 { return _failed("read link", path, n, location) }
    return string_from_utf8_lossy(buffer[0..n])
}

/// Sets the permissions of a file or folder: `0o644`.
func set_permissions(path: string, mode: uint32, location: string = @source_location()) void! {
    let result = arc_rt_sys_chmod(path.pointer(), path.len(), mode)
    if result < 0 { return _failed("set permissions of", path, result, location) }
}

/// The path from the root, cleaned; links stay, and nothing need be there.
func absolute(name: string) string! {
    if path.is_absolute(name) { return path.clean(name) }
    return path.clean(path.join(_current_directory()?, name))
}

func _current_directory() string! {
    let buffer: vector<byte> = []
    buffer.resize_uninitialized(4_KB)
    let n = arc_rt_sys_getcwd(buffer.pointer(), buffer.len())
    if n < 0 { return os.system_error("cannot find the current folder", n) }
    return string_from_utf8_lossy(buffer[0..n])
}

/// The path from the root without links, `.` and `..`; an error when there is nothing.
func canonical(name: string, location: string = @source_location()) string! {
    let _ = info(name, location: location)?
    let done = "/"
    let left = path.components(if path.is_absolute(name) { name } else { path.join(_current_directory()?, name) })
    left.reverse()
    let links = 0
    for let part = left.pop() {
        if part == "/" {
            done = "/"
        } else if part == ".." {
            done = path.parent(done)
        } else if part != "." {
            let next = path.join(done, part)
            if !link_info(next, location: location)?.is_link() {
                done = next
                continue
            }
            links += 1
            if links > 40 { return _failed("follow", name, -_ELOOP, location) }
            let target = path.components(read_link(next, location: location)?)
            target.reverse()
            left.extend(target)
        }
    }
    return done
}

func _random_name() string {
    let word: uint64 = 0
    let _ = arc_rt_sys_getrandom(@ptr_cast<byte>(&word), 8)
    return "${word:016x}"
}
