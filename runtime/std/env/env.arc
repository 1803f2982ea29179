namespace env

// The environment of the process. It is read only: a child's is given where it is started.

extern "C" {
    func arc_rt_environment(count: *usize) *_View
    func arc_rt_getenv(name: *byte, length: usize, value: *_View) int64
}

struct _View {
    data: *byte = @null_ptr<byte>()
    length: usize
}

/// The value of a variable, or null when it is not set.
func get(name: string) string? {
    let view = _View{}
    if arc_rt_getenv(name.pointer(), name.len(), &view) < 0 { return null }
    return string_from_utf8_lossy(slice_of_pointer(view.data, view.length))
}

/// The value of a variable, or `fallback` when it is not set.
func get_or(name: string, fallback: string) string { return get(name) ?? fallback }

/// True when the variable is set.
func has(name: string) bool { return get(name).is_some() }

/// All variables, in the order in which the process got them.
func all() map<string, string> {
    let out: map<string, string> = {}
    let count: usize = 0
    let views = arc_rt_environment(&count)
    for let i: usize = 0; i < count; i++ {
        let text = string_from_utf8_lossy(slice_of_pointer(views[i].data, views[i].length))
        if let (name, value) = text.split_once("=") { out[name] = value }
    }
    return out
}
