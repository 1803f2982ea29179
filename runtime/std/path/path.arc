namespace path

// Paths as text, with `/` between the parts. Nothing here looks at files; `std/fs` does.

/// The shortest path that means the same by its letters alone: no `//`, no `.`, no `NAME/..`, no `/` at the end. `"."`
/// for nothing.
func clean(path: string) string {
    if path.is_empty() { return "." }
    let rooted = path.starts_with("/")
    let parts: vector<string> = []
    for part in path.split("/") {
        if part.is_empty() || part == "." { continue }
        if part == ".." {
            if !parts.is_empty() && parts[parts.len() - 1] != ".." {
                let _ = parts.pop()
                continue
            }
            // There is nothing above the root.
            if rooted { continue }
        }
        parts.push(part)
    }
    let joined = parts.join("/")
    if rooted { return "/" + joined }
    return if joined.is_empty() { "." } else { joined }
}

/// The parts with one `/` between them; an absolute part drops what stands before it, an empty one is left out.
func join(first: string, more...) string {
    let out = first
    comptime for part in more { out = _join(out, part) }
    return out
}

func _join(a: string, b: string) string {
    if b.starts_with("/") || a.is_empty() { return b }
    if b.is_empty() { return a }
    if a.ends_with("/") { return a + b }
    return "${a}/${b}"
}

/// The folder and the name: what stands up to the last `/`, it included, and behind it.
func split(path: string) (string, string) {
    if let at = path.rfind("/") { return (path[0..at + 1], path[at + 1..]) }
    return ("", path)
}

/// What stands behind the last `/`, slashes at the end left out: `"/"` for the root, `"."` for nothing.
func base_name(path: string) string {
    if path.is_empty() { return "." }
    let end = path.len()
    for end > 1 && path[end - 1] == '/' { end -= 1 }
    let trimmed = path[0..end]
    if trimmed == "/" { return "/" }
    if let at = trimmed.rfind("/") { return trimmed[at + 1..] }
    return trimmed
}

/// The folder that holds it: what stands before the last part. `"."` when there is none, `"/"` for what lies at the root.
func parent(path: string) string {
    let end = path.len()
    for end > 1 && path[end - 1] == '/' { end -= 1 }
    let at = path[0..end].rfind("/") ?? return "."
    for at > 0 && path[at - 1] == '/' { at -= 1 }
    return if at == 0 { "/" } else { path[0..at] }
}

/// The ending with its point: `".gz"` of `a.tar.gz`; `""` when there is none. `.profile` has none.
func extension(path: string) string {
    let name = base_name(path)
    if let at = name.rfind(".") {
        if at > 0 && name != ".." { return name[at..] }
    }
    return ""
}

/// The name without its ending: `"a.tar"` of `x/a.tar.gz`.
func stem(path: string) string {
    let name = base_name(path)
    return name[0..name.len() - extension(path).len()]
}

/// The path with another ending: `""` removes it.
func with_extension(path: string, extension: string) string {
    let end = path.len()
    for end > 1 && path[end - 1] == '/' { end -= 1 }
    let trimmed = path[0..end]
    return trimmed[0..trimmed.len() - _extension_of(trimmed).len()] + extension
}

func _extension_of(path: string) string { return extension(path) }

/// The path with another name in its last part.
func with_name(path: string, name: string) string {
    let folder = parent(path)
    if folder == "." && !path.starts_with("./") { return name }
    return _join(folder, name)
}

/// True when the path begins at the root.
func is_absolute(path: string) bool { return path.starts_with("/") }

/// The parts between slashes; an absolute path begins with `"/"`.
func components(path: string) vector<string> {
    let out: vector<string> = []
    if path.starts_with("/") { out.push("/") }
    for part in path.split("/") { if !part.is_empty() { out.push(part) } }
    return out
}

/// A path that leads from folder `base` to `target`; an error when only the system could tell: one is absolute and the
/// other is not, or `base` begins with `..` where `target` does not.
func relative(base: string, target: string) string! {
    let from = components(clean(base))
    let to = components(clean(target))
    if from == ["."] { from.clear() }
    if to == ["."] { to.clear() }
    if is_absolute(base) != is_absolute(target) {
        return error("there is no relative path from ${base.quoted()} to ${target.quoted()}")
    }
    let shared: usize = 0
    for shared < from.len() && shared < to.len() && from[shared] == to[shared] { shared += 1 }
    let out: vector<string> = []
    for part in from[shared..] {
        if part == ".." { return error("there is no relative path from ${base.quoted()} to ${target.quoted()}") }
        out.push("..")
    }
    out.extend(to[shared..])
    return if out.is_empty() { "." } else { out.join("/") }
}

/// True when `path` is `folder` or lies in it, by their letters.
func is_inside(path: string, folder: string) bool {
    let inner = components(clean(path))
    let outer = components(clean(folder))
    if outer == ["."] { return !is_absolute(path) && inner[0] != ".." }
    if inner.len() < outer.len() { return false }
    return inner[0..outer.len()] == outer.as_slice()
}
