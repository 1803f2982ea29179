namespace core

// Standard output and standard error. Output is buffered by the runtime: a line at a time on a terminal, else in blocks;
// it is written out at the end, before a panic's report and before a process is started. Each call writes in one piece,
// so that lines of several threads do not mix.

/// Writes the values to standard output, with a space between them, and a line end.
func println(args...) {
    let out = StringBuilder{}
    _add_all(&out, args...)
    out._add_ascii(10)
    arc_rt_stdout_write(out._data, out._len)
}

/// Writes the values to standard output, with a space between them.
func print(args...) {
    let out = StringBuilder{}
    _add_all(&out, args...)
    arc_rt_stdout_write(out._data, out._len)
}

/// Writes the values to standard error, with a space between them, and a line end. What standard output holds back is
/// not written before.
func eprintln(args...) {
    let out = StringBuilder{}
    _add_all(&out, args...)
    out._add_ascii(10)
    arc_rt_stderr_write(out._data, out._len)
}

/// Writes the values to standard error, with a space between them.
func eprint(args...) {
    let out = StringBuilder{}
    _add_all(&out, args...)
    arc_rt_stderr_write(out._data, out._len)
}

func _add_all(out: *StringBuilder, args...) {
    let first = true
    comptime for a in args {
        if !first { out._add_ascii(32) }
        first = false
        _format(out, a, FormatSpec{})
    }
}

/// Writes out what standard output holds back.
func flush() { arc_rt_stdout_flush() }

/// Called by `assert(condition, message)` when it fails.
@lang("assert_failed_message")
@cold
@noinline
@hidden
func _assert_failed_message(text: string, message: string) never {
    panic("assertion failed: ${text}: ${message}")
}

/// Called by `assert(a == b)` and its like when it fails: the expression's text and both values.
@lang("assert_failed_values")
@cold
@noinline
@hidden
func _assert_failed_values<A, B>(text: string, a: A, b: B) never {
    panic("assertion failed: ${text}\n  left:  ${a:?}\n  right: ${b:?}")
}
