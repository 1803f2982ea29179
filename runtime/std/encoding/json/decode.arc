namespace json

/// The value that a JSON text holds. Errors say the line and column, and the way to the value: `.items[3].name`. `strict` refuses
/// fields that a struct does not have.
func decode<T>(text: string, strict: bool = false) T! {
    let r = _reader(text, strict)
    let value = _read<T>(&r)?
    r.peek()
    if r.at != r.length { return r.fail("more text behind the value") }
    return value
}

func _read<T>(r: *_Reader) T! {
    comptime if T == Value {
        return _read_value(r)
    } else comptime if @has_method(T, "from_json") {
        let out = @zero_value<T>()
        let at = r.at
        let value = _read_value(r)?
        out.from_json(value) catch |e| {
            r.at = at
            r.peek()
            return r.fail(e.message)
        }
        return out
    } else comptime if @kind(T) == "string" {
        return r.string_view()?.clone()
    } else comptime if @kind(T) == "int" {
        return _read_integer<T>(r)
    } else comptime if @kind(T) == "float" {
        return r.read_float<T>()
    } else comptime if @kind(T) == "bool" {
        if r.accept_word("true") { return true }
        if r.accept_word("false") { return false }
        return r.unexpected("`true` or `false`")
    } else comptime if @kind(T) == "char" {
        r.peek()
        let at = r.at
        if let c = r.string_view()?.parse<char>().ok() { return c }
        r.at = at
        return r.fail("expected a string of one character")
    } else comptime if @kind(T) == "duration" {
        return bitcast<duration>(_read_integer<int64>(r)?)
    } else comptime if @kind(T) == "optional" {
        if r.peek() == 'n' && r.accept_word("null") { return null }
        let inner: T = _read<@element(T)>(r)?
        return inner
    } else comptime if @kind(T) == "vector" || @kind(T) == "set" {
        let out = T{}
        r.expect('[')?
        r.enter()?
        if !r.accept(']') {
            for {
                let item = _read<@element(T)>(r) catch |e| { return _in_element(out.len(), e) }
                comptime if @kind(T) == "set" {
                    out.insert(item)
                } else {
                    out.push(item)
                }
                if r.accept(',') { continue }
                if r.accept(']') { break }
                return r.unexpected("`,` or `]`")
            }
        }
        r.leave()
        return out
    } else comptime if @kind(T) == "slice" {
        return _read<vector<@element(T)>>(r)?.as_slice()
    } else comptime if @kind(T) == "array" {
        let at = r.at
        let all = _read<vector<@element(T)>>(r)?
        if all.len() != @length(T) {
            r.at = at
            r.peek()
            return r.fail("expected an array of ${@length(T)}, found one of ${all.len()}")
        }
        return _array_of<T>(all)
    } else comptime if @kind(T) == "map" {
        let out = T{}
        r.expect('{')?
        r.enter()?
        if !r.accept('}') {
            for {
                r.peek()
                let at = r.at
                let name = r.string_view()?
                let key = _key_from<@key(T)>(name, r, at)?
                r.expect(':')?
                out[key] = _read<@value(T)>(r) catch |e| { return _in_field(name, e) }
                if r.accept(',') { continue }
                if r.accept('}') { break }
                return r.unexpected("`,` or `}`")
            }
        }
        r.leave()
        return out
    } else comptime if @kind(T) == "tuple" {
        r.expect('[')?
        r.enter()?
        let parts = _Parts<T>()
        comptime for f in @fields(T) {
            if f.index != 0 { r.expect(',')? }
            let part = _read<@fieldtype(f)>(r) catch |e| { return _in_element(f.index, e) }
            @init(&parts._place.@field(f), part)
            parts.made(f.index)
        }
        r.expect(']')?
        r.leave()
        return parts.finish()
    } else comptime if @kind(T) == "struct" {
        return _read_struct<T>(r)
    } else comptime if @kind(T) == "enum" {
        return _read_enum<T>(r)
    } else {
        @compile_error("this type has no form in JSON")
    }
}

func _read_integer<T>(r: *_Reader) T! {
    let whole = false
    r.peek()
    let at = r.at
    let digits = r.number(&whole)?
    if !whole {
        r.at = at
        return r.fail("expected a whole number, found ${digits}")
    }
    return digits.parse<T>() catch |_e| {
        r.at = at
        return r.fail("${digits} does not fit `${@name_of(T)}`")
    }
}

func _array_of<T>(all: vector<@element(T)>) T {
    let parts = all
    comptime if @has_zero(@element(T)) {
        let out = @zero_value<T>()
        for let i: usize = 0; i < @length(T); i++ { swap(&out[i], &parts[i]) }
        return out
    } else {
        let block = _Parts<T>()
        let to = @ptr_cast<@element(T)>(block._place)
        for let i: usize = 0; i < @length(T); i++ { @init(to + i, parts[i]) }
        return block.finish()
    }
}

/// A struct or tuple in the making: memory for it, and which fields have values. What is not finished drops what was made.
struct _Parts<T> {
    _place: *T
    _made: [4]uint64

    init(self p: *_Parts<T>) {
        comptime if @kind(T) != "array" && @length(T) > 256 { @compile_error("a type with more than 256 fields is not read from JSON") }
        p._place = @ptr_cast<T>(arc_rt_alloc(@sizeof(T)))
    }

    drop(self p: *_Parts<T>) {
        comptime if @kind(T) != "array" {
            comptime for f in @fields(T) {
                if p.has(f.index) { @drop_at(&p._place.@field(f)) }
            }
        }
        arc_rt_free(@ptr_cast<byte>(p._place), @sizeof(T))
    }

    /// The field has its value now.
    @inline
    func made(self p: *_Parts<T>, index: usize) { p._made[index >> 6] |= 1 << (index & 63) }

    /// Whether the field has its value.
    @inline
    func has(self p: *_Parts<T>, index: usize) bool { return (p._made[index >> 6] >> (index & 63)) & 1 != 0 }

    /// All fields have values: this is the whole.
    func finish(self p: *_Parts<T>) T {
        p._made = [0, 0, 0, 0]
        return @take(p._place)
    }
}

extern "C" {
    func arc_rt_alloc(size: usize) *byte
    func arc_rt_free(block: *byte, size: usize)
}

func _read_struct<T>(r: *_Reader) T! {
    r.expect('{')?
    r.enter()?
    let parts = _Parts<T>()
    if !r.accept('}') {
        for {
            r.peek()
            let at = r.at
            let name = r.string_view()?
            r.expect(':')?
            if !_read_field<T>(&parts, name, at, r)? {
                if r.strict {
                    r.at = at
                    return r.fail("`${@name_of(T)}` has no field `${name}`")
                }
                r.skip_value()?
            }
            if r.accept(',') { continue }
            if r.accept('}') { break }
            return r.unexpected("`,` or `}`")
        }
    }
    r.leave()
    comptime for f in @fields(T) {
        if !parts.has(f.index) {
            comptime if f.has_default || @has_zero(@fieldtype(f)) {
                @default_at(&parts._place.@field(f), f)
            } else {
                return r.fail("the field `${_name_of_field(f.name, @attribute(f, "json"))}` of `${@name_of(T)}` is missing")
            }
            parts.made(f.index)
        }
    }
    return parts.finish()
}

/// Reads the value of the field `name`; false when there is none of that name.
func _read_field<T>(parts: *_Parts<T>, name: string, at: usize, r: *_Reader) bool! {
    comptime for f in @fields(T) {
        comptime if !@has_attribute(f, "json_skip") {
            if name == _name_of_field(f.name, @attribute(f, "json")) {
                if parts.has(f.index) {
                    r.at = at
                    return r.fail("the field `${name}` comes twice")
                }
                let value = _read<@fieldtype(f)>(r) catch |e| { return _in_field(name, e) }
                @init(&parts._place.@field(f), value)
                parts.made(f.index)
                return true
            }
        }
    }
    return false
}

func _read_enum<T>(r: *_Reader) T! {
    let begin = r.peek()
    let at = r.at
    if begin == '"' {
        let name = r.string_view()?
        comptime for c in @variants(T) {
            comptime if c.arity == 0 {
                if name == _name_of_field(c.name, @attribute(c, "json")) {
                    let block = arc_rt_alloc(@sizeof(T))
                    defer arc_rt_free(block, @sizeof(T))
                    @variant_init(@ptr_cast<T>(block), c)
                    return @take(@ptr_cast<T>(block))
                }
            }
        }
        r.at = at
        return _no_such_case<T>(name, r)
    }
    if begin != '{' { return r.unexpected("a case of `${@name_of(T)}`") }
    r.enter()?
    r.at = r.at +% 1
    r.peek()
    let name_at = r.at
    let name = r.string_view()?
    r.expect(':')?
    comptime for c in @variants(T) {
        comptime if c.arity != 0 {
            if name == _name_of_field(c.name, @attribute(c, "json")) {
                let parts = _Parts<@payload_type(c)>()
                comptime if c.is_named {
                    r.expect('{')?
                    if !r.accept('}') {
                        for {
                            r.peek()
                            let field_at = r.at
                            let field = r.string_view()?
                            r.expect(':')?
                            let known = false
                            comptime for f in @payload(c) {
                                if !known && field == f.name {
                                    if parts.has(f.index) {
                                        r.at = field_at
                                        return r.fail("the field `${field}` comes twice")
                                    }
                                    known = true
                                    let value = _read<@fieldtype(f)>(r) catch |e| { return _in_field(name, _in_field(field, e)) }
                                    comptime for g in @fields(@payload_type(c)) {
                                        comptime if g.index == f.index { @init(&parts._place.@field(g), value) }
                                    }
                                    parts.made(f.index)
                                }
                            }
                            if !known {
                                if r.strict {
                                    r.at = field_at
                                    return r.fail("`${name}` has no field `${field}`")
                                }
                                r.skip_value()?
                            }
                            if r.accept(',') { continue }
                            if r.accept('}') { break }
                            return r.unexpected("`,` or `}`")
                        }
                    }
                    comptime for f in @payload(c) {
                        if !parts.has(f.index) { return r.fail("the field `${f.name}` of `${name}` is missing") }
                    }
                } else {
                    comptime if c.arity != 1 { r.expect('[')? }
                    comptime for g in @fields(@payload_type(c)) {
                        if g.index != 0 { r.expect(',')? }
                        let value = _read<@fieldtype(g)>(r) catch |e| { return _in_field(name, e) }
                        @init(&parts._place.@field(g), value)
                        parts.made(g.index)
                    }
                    comptime if c.arity != 1 { r.expect(']')? }
                }
                r.expect('}')?
                r.leave()
                let payload = parts.finish()
                let block = arc_rt_alloc(@sizeof(T))
                defer arc_rt_free(block, @sizeof(T))
                let out = @ptr_cast<T>(block)
                @variant_init(out, c)
                comptime for f in @payload(c) {
                    comptime for g in @fields(@payload_type(c)) {
                        comptime if g.index == f.index { @init(&out.@payload(c, f), payload.@field(g)) }
                    }
                }
                return @take(out)
            }
        }
    }
    r.at = name_at
    return _no_such_case<T>(name, r)
}

@cold
func _no_such_case<T>(name: string, r: *_Reader) error { return r.fail("`${name}` is no case of `${@name_of(T)}` here") }

func _key_from<K>(name: string, r: *_Reader, at: usize) K! {
    comptime if @kind(K) == "string" {
        return name.clone()
    } else comptime if @kind(K) == "int" || @kind(K) == "bool" || @kind(K) == "char" {
        return name.parse<K>() catch |_e| {
            r.at = at
            return r.fail("the key `${name}` is no `${@name_of(K)}`")
        }
    } else comptime if @kind(K) == "enum" && @is_plain(K) {
        comptime for c in @variants(K) {
            if name == _name_of_field(c.name, @attribute(c, "json")) {
                let key: K
                @variant_init(&key, c)
                return key
            }
        }
        r.at = at
        return _no_such_case<K>(name, r)
    } else {
        @compile_error("the keys of a JSON object are strings, whole numbers, bool, char or enums without payloads")
    }
}

/// The error of a value inside of `name`, with the way to it: `.items[3]: line 2, column 5: …`.
@cold
@noinline
func _in_field(name: string, e: error) error { return error(_behind(".${name}", e.message)) }

@cold
@noinline
func _in_element(index: usize, e: error) error { return error(_behind("[${index}]", e.message)) }

func _behind(step: string, message: string) string {
    if message.starts_with(".") || message.starts_with("[") { return step + message }
    return "${step}: ${message}"
}
