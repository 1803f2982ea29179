namespace json

/// A JSON value of any shape. Whole numbers that fit are `Integer`, all others `Number`.
enum Value {
    Null
    Bool(value: bool)
    Integer(value: int64)
    Number(value: float64)
    Text(value: string)
    Array(items: vector<Value>)
    Object(fields: map<string, Value>)

    /// The field `name` of an object, else null.
    func get(self v: Value, name: string) Value? {
        return match v {
            Value.Object(fields) => fields.get(name)
            _ => null
        }
    }

    /// Element `index` of an array, else null.
    func at(self v: Value, index: usize) Value? {
        return match v {
            Value.Array(items) => items.get(index)
            _ => null
        }
    }

    /// The value that names lead to: `"user.addresses.0.street"`.
    func find(self v: Value, path: string) Value? {
        let here = v
        for name in path.split(".") {
            let next = match here {
                Value.Array(_) => if let index = name.parse_uint().ok() { here.at(cast<usize>(index)) } else { null }
                _ => here.get(name)
            }
            if let n = next {
                here = n
            } else {
                return null
            }
        }
        return here
    }

    /// True for `null`.
    func is_null(self v: Value) bool { return v == Value.Null }

    /// The text of a string, else null.
    func text(self v: Value) string? {
        return match v {
            Value.Text(s) => s
            _ => null
        }
    }

    /// A number as `float64`, else null.
    func number(self v: Value) float64? {
        return match v {
            Value.Number(x) => x
            Value.Integer(n) => cast<float64>(n)
            _ => null
        }
    }

    /// A whole number, else null.
    func integer(self v: Value) int64? {
        return match v {
            Value.Integer(n) => n
            _ => null
        }
    }

    /// A truth value, else null.
    func boolean(self v: Value) bool? {
        return match v {
            Value.Bool(b) => b
            _ => null
        }
    }

    /// The elements of an array, else none.
    func items(self v: Value) vector<Value> {
        return match v {
            Value.Array(items) => items
            _ => []
        }
    }

    /// As JSON.
    func to_string(self v: Value) string { return encode(v) }
}

/// The value that a JSON text holds.
func parse(text: string) Value! { return decode<Value>(text) }

func _read_value(r: *_Reader) Value! {
    let b = r.peek()
    if b == '"' { return Value.Text(r.string_view()?.clone()) }
    if b == '{' {
        r.enter()?
        r.at = r.at +% 1
        let fields: map<string, Value> = {}
        if !r.accept('}') {
            for {
                let name = r.string_view()?.clone()
                r.expect(':')?
                fields[name] = _read_value(r)?
                if r.accept(',') { continue }
                if r.accept('}') { break }
                return r.unexpected("`,` or `}`")
            }
        }
        r.leave()
        return Value.Object(fields)
    }
    if b == '[' {
        r.enter()?
        r.at = r.at +% 1
        let items: vector<Value> = []
        if !r.accept(']') {
            for {
                items.push(_read_value(r)?)
                if r.accept(',') { continue }
                if r.accept(']') { break }
                return r.unexpected("`,` or `]`")
            }
        }
        r.leave()
        return Value.Array(items)
    }
    if b == 't' && r.accept_word("true") { return Value.Bool(true) }
    if b == 'f' && r.accept_word("false") { return Value.Bool(false) }
    if b == 'n' && r.accept_word("null") { return Value.Null }
    if b != '-' && b -% 48 > 9 { return r.unexpected("a value") }
    let whole = false
    let at = r.at
    let digits = r.number(&whole)?
    if whole {
        if let n = digits.parse_int().ok() { return Value.Integer(n) }
    }
    r.at = at
    return Value.Number(r.read_float<float64>()?)
}
