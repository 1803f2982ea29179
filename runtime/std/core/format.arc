namespace core

/// How a value is to be shown: what stands behind the colon in `${x:>8}`, `${x:.3}`, `${n:#010x}`, as in Rust.
@lang("format_spec")
struct FormatSpec {
    fill: char = ' '
    align: uint8            // 0 default, 1 left, 2 right, 3 center
    sign: bool              // `+`: a sign for positive numbers too
    alternate: bool         // `#`: prefix of the base
    zero: bool              // `0`: zeros between sign and digits
    width: int32 = -1       // characters at least; -1: none
    precision: int32 = -1   // digits behind the point, or characters of a string at most; -1: none
    kind: uint8             // ASCII of x X b o e E ?; 0: none
}

const _ALIGN_LEFT: uint8 = 1
const _ALIGN_RIGHT: uint8 = 2
const _ALIGN_CENTER: uint8 = 3

const _KIND_DEBUG: uint8 = 63       // ?
const _KIND_EXPONENT: uint8 = 101   // e

/// The spec for what stands inside a container: text is quoted; the width is the container's.
func _inner_spec(spec: FormatSpec) FormatSpec {
    let inner = spec
    inner.width = -1
    if inner.kind == 0 { inner.kind = _KIND_DEBUG }
    return inner
}

/// Adds `v` to `out` as `spec` says. Every type can be shown; a struct or enum may have a `format` or `to_string` method.
@lang("format")
func _format<T>(out: *StringBuilder, v: T, spec: FormatSpec) {
    comptime if @kind(T) == "string" {
        _format_text(out, v, spec)
    } else comptime if @kind(T) == "int" {
        _format_integer(out, v, spec)
    } else comptime if @kind(T) == "float" {
        _format_float(out, v, spec)
    } else comptime if @kind(T) == "bool" {
        if v { _format_plain(out, "true", spec) } else { _format_plain(out, "false", spec) }
    } else comptime if @kind(T) == "char" {
        if spec.kind == _KIND_DEBUG {
            out._add_ascii(39)
            _add_escaped_char(out, v, 39)
            out._add_ascii(39)
        } else {
            _format_plain(out, v.to_string(), spec)
        }
    } else comptime if @kind(T) == "duration" {
        _format_duration(out, v, spec)
    } else comptime if @kind(T) == "type" {
        _format_plain(out, _type_name(@type_number(v)), spec)
    } else comptime if @kind(T) == "void" {
        _format_plain(out, "()", spec)
    } else comptime if @kind(T) == "pointer" {
        let hex = spec
        hex.kind = 120
        hex.alternate = true
        _format_integer(out, @address(v), hex)
    } else comptime if @kind(T) == "function" {
        _format_plain(out, "<function>", spec)
    } else comptime if @kind(T) == "optional" {
        if let x = v { _format(out, x, spec) } else { _format_plain(out, "null", spec) }
    } else comptime if @has_method(T, "format") {
        v.format(out, spec)
    } else comptime if @has_method(T, "to_string") {
        _format_plain(out, v.to_string(), spec)
    } else {
        if spec.width < 0 {
            _format_parts(out, v, _inner_spec(spec))
        } else {
            let inner = StringBuilder{}
            _format_parts(&inner, v, _inner_spec(spec))
            _format_plain(out, inner.finish(), spec)
        }
    }
}

/// A value that consists of others.
func _format_parts<T>(out: *StringBuilder, v: T, inner: FormatSpec) {
    comptime if @kind(T) == "vector" || @kind(T) == "slice" || @kind(T) == "array" {
        out._add_ascii(91)
        let first = true
        for x in v {
            if !first { out.add(", ") }
            first = false
            _format(out, x, inner)
        }
        out._add_ascii(93)
    } else comptime if @kind(T) == "map" {
        out._add_ascii(123)
        let first = true
        for k, x in v {
            if !first { out.add(", ") }
            first = false
            _format(out, k, inner)
            out.add(": ")
            _format(out, x, inner)
        }
        out._add_ascii(125)
    } else comptime if @kind(T) == "set" {
        out._add_ascii(123)
        let first = true
        for x in v {
            if !first { out.add(", ") }
            first = false
            _format(out, x, inner)
        }
        out._add_ascii(125)
    } else comptime if @kind(T) == "tuple" {
        out._add_ascii(40)
        comptime for f in @fields(T) {
            comptime if f.index != 0 { out.add(", ") }
            _format(out, v.@field(f), inner)
        }
        out._add_ascii(41)
    } else comptime if @kind(T) == "struct" {
        out.add(_plain_name(@name_of(T)))
        out._add_ascii(123)
        comptime for f in @fields(T) {
            comptime if f.index != 0 { out.add(", ") }
            out.add(f.name)
            out.add(": ")
            _format(out, v.@field(f), inner)
        }
        out._add_ascii(125)
    } else comptime if @kind(T) == "enum" {
        comptime for c in @variants(T) {
            if @is_variant(v, c) {
                out.add(c.name)
                let count = 0
                comptime for f in @payload(c) {
                    if count == 0 { out._add_ascii(40) } else { out.add(", ") }
                    count += 1
                    _format(out, v.@payload(c, f), inner)
                }
                if count != 0 { out._add_ascii(41) }
            }
        }
    } else comptime if @kind(T) == "result" {
        match v {
            ok(x) => {
                out.add("ok(")
                _format(out, x, inner)
                out._add_ascii(41)
            }
            err(e) => {
                out.add("err(")
                _format(out, e.to_string(), inner)
                out._add_ascii(41)
            }
        }
    } else {
        out.add("<")
        out.add(@name_of(T))
        out.add(">")
    }
}

/// The name of a type without its generic arguments.
func _plain_name(name: string) string { return name._view(0, _find_byte(name._data, 0, name._len, 60)) }

/// `v` as text, as interpolation without a spec gives it.
func text_of<T>(v: T) string {
    comptime if @kind(T) == "string" {
        return v
    } else {
        let out = StringBuilder{}
        _format(&out, v, FormatSpec{})
        return out.finish()
    }
}

/// Text with quotes and escapes, as it would stand in a program.
func quoted(self s: string) string {
    let out = StringBuilder{}
    _add_quoted(&out, s)
    return out.finish()
}
