namespace fs

import "std/env"
import "std/path"

/// The folder for temporary files: `$TMPDIR`, else `/tmp`.
func temporary_folder() string {
    let set = env.get_or("TMPDIR", "")
    return if set.is_empty() { "/tmp" } else { set }
}

/// A folder of its own for temporary files. It is removed with all that is in it when the last copy of this dies.
struct TemporaryDirectory {
    path: string

    drop(self d: *TemporaryDirectory) { if !d.path.is_empty() { let _ = remove_all(d.path) } }

    /// The path of `name` in it.
    func join(self d: TemporaryDirectory, name: string) string { return path.join(d.path, name) }
}

/// Makes a temporary folder that nobody else may enter, with `prefix` at the beginning of its name.
func temporary_directory(prefix: string = "arc-", location: string = @source_location()) TemporaryDirectory! {
    for {
        let name = path.join(temporary_folder(), prefix + _random_name())
        let result = arc_rt_sys_mkdir(name.pointer(), name.len(), 0o700)
        if result == 0 { return TemporaryDirectory{path: name} }
        if result != -_EEXIST { return _failed("create folder", name, result, location) }
    }
}

/// Makes an empty temporary file for reading and writing that nobody else may read. The caller removes it.
func temporary_file(prefix: string = "arc-", location: string = @source_location()) File! {
    for {
        let name = path.join(temporary_folder(), prefix + _random_name())
        match _open(name, _O_RDWR | _O_CREAT | _O_EXCL, 0o600, "create", location) {
            ok(file) => return file
            err(e) => if e.code != _EEXIST { return e }
        }
    }
}
