namespace json

/// The value as JSON: without white space, or with `indent` spaces for each level. Fields stand in the order of their
/// declaration, entries of a map in that of the map.
func encode<T>(value: T, indent: usize = 0) string {
    let w = _Writer{out: StringBuilder{}, indent: indent}
    _write(value, &w)
    return w.out.finish()
}

struct _Writer {
    out: StringBuilder
    indent: usize
    depth: usize = 0

    /// Into an array or object.
    func begin(self w: *_Writer, bracket: string) {
        w.out.add(bracket)
        w.depth = w.depth +% 1
    }

    /// Before each element.
    @inline
    func next(self w: *_Writer, first: bool) {
        if !first { w.out.add(",") }
        if w.indent != 0 { w.line() }
    }

    /// Out of it.
    func end(self w: *_Writer, bracket: string, empty: bool) {
        w.depth = w.depth -% 1
        if w.indent != 0 && !empty { w.line() }
        w.out.add(bracket)
    }

    /// A new line, indented.
    func line(self w: *_Writer) {
        w.out.add("\n")
        w.out.add_repeated(' ', w.depth * w.indent)
    }

    /// The name of a field.
    func name(self w: *_Writer, name: string) {
        w.text(name)
        w.out.add(if w.indent == 0 { ":" } else { ": " })
    }

    /// A string.
    func text(self w: *_Writer, s: string) {
        w.out.add("\"")
        let p = s.pointer()
        let n = s.len()
        let from: usize = 0
        for let i: usize = 0; i < n; i++ {
            let b = p[i]
            if b >= 32 && b != '"' && b != '\\' { continue }
            w.out.add(s[from..i])
            from = i + 1
            match b {
                '"' => { w.out.add("\\\"") }
                '\\' => { w.out.add("\\\\") }
                '\n' => { w.out.add("\\n") }
                '\r' => { w.out.add("\\r") }
                '\t' => { w.out.add("\\t") }
                _ => { w.out.add("\\u${b:04x}") }
            }
        }
        w.out.add(s[from..n])
        w.out.add("\"")
    }
}

func _write<T>(value: T, w: *_Writer) {
    comptime if T == Value {
        _write_value(value, w)
    } else comptime if @has_method(T, "to_json") {
        _write_value(value.to_json(), w)
    } else comptime if @kind(T) == "string" {
        w.text(value)
    } else comptime if @kind(T) == "char" {
        w.text("${value}")
    } else comptime if @kind(T) == "int" || @kind(T) == "bool" {
        w.out.add_value(value)
    } else comptime if @kind(T) == "float" {
        // JSON has no words for these.
        if value - value != 0.0 {
            w.out.add("null")
        } else {
            w.out.add_value(value)
        }
    } else comptime if @kind(T) == "duration" {
        w.out.add_value(value.nanoseconds())
    } else comptime if @kind(T) == "optional" {
        if let inner = value {
            _write(inner, w)
        } else {
            w.out.add("null")
        }
    } else comptime if @kind(T) == "vector" || @kind(T) == "slice" || @kind(T) == "array" || @kind(T) == "set" {
        w.begin("[")
        let first = true
        for item in value {
            w.next(first)
            first = false
            _write(item, w)
        }
        w.end("]", first)
    } else comptime if @kind(T) == "map" {
        w.begin("{")
        let first = true
        for k, v in value {
            w.next(first)
            first = false
            w.name(_key_text(k))
            _write(v, w)
        }
        w.end("}", first)
    } else comptime if @kind(T) == "tuple" {
        w.begin("[")
        comptime for f in @fields(T) {
            w.next(f.index == 0)
            _write(value.@field(f), w)
        }
        w.end("]", @length(T) == 0)
    } else comptime if @kind(T) == "struct" {
        w.begin("{")
        let first = true
        comptime for f in @fields(T) {
            comptime if !@has_attribute(f, "json_skip") {
                if !(@has_attribute(f, "json_omit_empty") && _is_empty(value.@field(f))) {
                    w.next(first)
                    first = false
                    w.name(_name_of_field(f.name, @attribute(f, "json")))
                    _write(value.@field(f), w)
                }
            }
        }
        w.end("}", first)
    } else comptime if @kind(T) == "enum" {
        comptime for c in @variants(T) {
            if @is_variant(value, c) {
                comptime if c.arity == 0 {
                    w.text(_name_of_field(c.name, @attribute(c, "json")))
                } else {
                    w.begin("{")
                    w.next(true)
                    w.name(_name_of_field(c.name, @attribute(c, "json")))
                    comptime if c.is_named {
                        w.begin("{")
                        comptime for f in @payload(c) {
                            w.next(f.index == 0)
                            w.name(f.name)
                            _write(value.@payload(c, f), w)
                        }
                        w.end("}", false)
                    } else comptime if c.arity == 1 {
                        comptime for f in @payload(c) { _write(value.@payload(c, f), w) }
                    } else {
                        w.begin("[")
                        comptime for f in @payload(c) {
                            w.next(f.index == 0)
                            _write(value.@payload(c, f), w)
                        }
                        w.end("]", false)
                    }
                    w.end("}", false)
                }
                return
            }
        }
    } else {
        @compile_error("this type has no form in JSON")
    }
}

func _write_value(value: Value, w: *_Writer) {
    match value {
        Value.Null => { w.out.add("null") }
        Value.Bool(b) => { w.out.add_value(b) }
        Value.Integer(n) => { w.out.add_value(n) }
        Value.Number(x) => { _write(x, w) }
        Value.Text(s) => { w.text(s) }
        Value.Array(items) => { _write(items, w) }
        Value.Object(fields) => { _write(fields, w) }
    }
}

@inline
func _name_of_field(own: string, attribute: string) string {
    return if attribute.is_empty() { own } else { attribute }
}

func _key_text<K>(key: K) string {
    comptime if @kind(K) == "string" {
        return key
    } else comptime if @kind(K) == "int" || @kind(K) == "bool" || @kind(K) == "char" {
        return "${key}"
    } else comptime if @kind(K) == "enum" && @is_plain(K) {
        comptime for c in @variants(K) {
            if @is_variant(key, c) { return _name_of_field(c.name, @attribute(c, "json")) }
        }
        return ""
    } else {
        @compile_error("the keys of a JSON object are strings, whole numbers, bool, char or enums without payloads")
    }
}

/// What `@json_omit_empty` leaves out.
func _is_empty<T>(value: T) bool {
    comptime if @kind(T) == "optional" {
        return value == null
    } else comptime if @kind(T) == "bool" {
        return !value
    } else comptime if @kind(T) == "int" || @kind(T) == "float" {
        return value == 0
    } else comptime if @kind(T) == "string" || @kind(T) == "vector" || @kind(T) == "slice" || @kind(T) == "map" || @kind(T) == "set" {
        return value.is_empty()
    } else {
        return false
    }
}
