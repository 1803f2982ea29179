namespace os

// The machine and the user.

/// The fields of `uname`, each of 65 bytes with a NUL at its end.
func _uname_field(index: usize) string {
    let buffer: [390]byte
    if arc_rt_sys_uname(buffer.pointer()) < 0 { return "" }
    let from = index * 65
    let end = from
    for buffer[end] != 0 { end += 1 }
    return string_from_utf8_lossy(buffer[from..end])
}

/// The name of the machine in its network.
func hostname() string { return _uname_field(1) }

/// The release of the system's kernel: `6.1.0`.
func kernel_release() string { return _uname_field(2) }

/// The kind of processor: `x86_64`.
func machine() string { return _uname_field(4) }

/// The number of the user whom the process acts for; 0 is the administrator.
func user_id() uint32 { return cast<uint32>(arc_rt_sys_raw(_GETEUID, 0, 0, 0, 0, 0, 0)) }

/// The number of that user's group.
func group_id() uint32 { return cast<uint32>(arc_rt_sys_raw(_GETEGID, 0, 0, 0, 0, 0, 0)) }

// System calls of x86-64.
const _GETEUID: int64 = 107
const _GETEGID: int64 = 108
