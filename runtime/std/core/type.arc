namespace core

// Types as values of code that runs during the build: what reflection says of them, and what is made of them.
//
// Here a type is a number that the compiler gave it. What is not known of it is asked (`arc_comptime_ask`): the compiler answers and the
// evaluation starts again. A question whose answer is a type need not wait for it: until then that type has a number of its own,
// with `_UNANSWERED`, so that one round answers many. Who needs to know more of it than that, waits.

extern "C" {
    func arc_comptime_ask(question: *byte, length: usize, answer_length: *usize) *byte
    func arc_comptime_wait() never
}

/// An attribute `@name("value")` of a field, case or type; of another first argument, and without any, the value is `""`.
struct TypeAttribute {
    name: string
    value: string
}

/// A field of a struct, of a case of an enum or of a tuple, while a program is built.
@lang("type_field")
struct TypeField {
    name: string
    type: type
    index: int64
    /// The text of its `///` lines.
    doc: string
    is_named: bool
    has_default: bool
    attributes: vector<TypeAttribute>

    /// Whether it has the attribute `@name`.
    func has_attribute(self f: TypeField, name: string) bool { return _has_attribute(f.attributes, name) }

    /// The value of its attribute `@name`, `""` if it has none.
    func attribute(self f: TypeField, name: string) string { return _attribute(f.attributes, name) }
}

/// A case of an enum, while a program is built.
@lang("type_variant")
struct TypeVariant {
    name: string
    index: int64
    /// The number of a case without payload.
    value: int64
    /// The text of its `///` lines.
    doc: string
    fields: vector<TypeField>
    attributes: vector<TypeAttribute>

    /// Whether it has the attribute `@name`.
    func has_attribute(self v: TypeVariant, name: string) bool { return _has_attribute(v.attributes, name) }

    /// The value of its attribute `@name`, `""` if it has none.
    func attribute(self v: TypeVariant, name: string) string { return _attribute(v.attributes, name) }
}

func _has_attribute(attributes: vector<TypeAttribute>, name: string) bool {
    for a in attributes {
        if a.name == name { return true }
    }
    return false
}

func _attribute(attributes: vector<TypeAttribute>, name: string) string {
    for a in attributes {
        if a.name == name { return a.value }
    }
    return ""
}

// --- questions

const _UNANSWERED: uint32 = 0x8000_0000

/// The bytes of an answer, in the order in which they are read: numbers are words, texts their length and their bytes.
struct _Answer {
    at: *byte

    func _number(self a: *_Answer) uint64 {
        let n = _load64(a.at)
        a.at = a.at + 8
        return n
    }

    func _index(self a: *_Answer) int64 { return bitcast<int64>(a._number()) }

    func _text(self a: *_Answer) string {
        let length = cast<usize>(a._number())
        let text = _string_from(a.at, length)
        a.at = a.at + length
        return text
    }
}

/// The type that the question is after.
func _ask_type(question: string) uint32 {
    let length: usize = 0
    let answer = arc_comptime_ask(question._data, question._len, &length)
    if @is_null(answer) { return truncate<uint32>(length) | _UNANSWERED }
    return truncate<uint32>(_load64(answer))
}

/// All that the compiler says of a type.
struct _TypeRow {
    name: string
    kind: string
    size: usize
    align: usize
    bits: usize
    flags: uint64
    element: uint32
    key: uint32
    value: uint32
    length: usize
    fingerprint: uint64
    doc: string
    attributes: vector<TypeAttribute>
    fields: vector<TypeField>
    variants: vector<TypeVariant>
    parts: vector<type>
}

func _type_row(number: uint32) _TypeRow {
    let question = "?row ${_known_type(number)}"
    let length: usize = 0
    let answer = arc_comptime_ask(question._data, question._len, &length)
    if @is_null(answer) { arc_comptime_wait() }
    let a = _Answer{at: answer}
    let row = _TypeRow{name: a._text(), kind: a._text()}
    row.size = cast<usize>(a._number())
    row.align = cast<usize>(a._number())
    row.bits = cast<usize>(a._number())
    row.flags = a._number()
    row.element = truncate<uint32>(a._number())
    row.key = truncate<uint32>(a._number())
    row.value = truncate<uint32>(a._number())
    row.length = cast<usize>(a._number())
    row.fingerprint = a._number()
    row.doc = a._text()
    row.attributes = _read_attributes(&a)
    row.fields = _read_fields(&a)
    let cases = a._number()
    for let i: uint64 = 0; i < cases; i++ {
        row.variants.push(TypeVariant{name: a._text(), index: cast<int64>(i), value: a._index(), doc: a._text(), attributes: _read_attributes(&a), fields: _read_fields(&a)})
    }
    let parts = a._number()
    for let i: uint64 = 0; i < parts; i++ { row.parts.push(@type_from_number(truncate<uint32>(a._number()))) }
    return row
}

func _read_attributes(a: *_Answer) vector<TypeAttribute> {
    let out: vector<TypeAttribute> = []
    let n = a._number()
    for let i: uint64 = 0; i < n; i++ { out.push(TypeAttribute{name: a._text(), value: a._text()}) }
    return out
}

func _read_fields(a: *_Answer) vector<TypeField> {
    let out: vector<TypeField> = []
    let n = a._number()
    for let i: uint64 = 0; i < n; i++ {
        let name = a._text()
        let field = TypeField{name: name, type: @type_from_number(truncate<uint32>(a._number())), index: cast<int64>(i)}
        let flags = a._number()
        field.is_named = flags & 1 != 0
        field.has_default = flags & 2 != 0
        field.doc = a._text()
        field.attributes = _read_attributes(a)
        out.push(field)
    }
    return out
}

/// The number, when it is that of a type which the compiler knows; else the evaluation starts again.
func _known_type(number: uint32) uint32 {
    if number & _UNANSWERED != 0 { arc_comptime_wait() }
    return number
}

// --- what the compiler calls

/// One type has one number, unless it was not answered for yet.
func _same_type(a: uint32, b: uint32) bool {
    if a == b { return true }
    if (a | b) & _UNANSWERED != 0 { arc_comptime_wait() }
    return false
}

@lang("type_name")
func _type_name(number: uint32) string { return _type_row(number).name }

@lang("type_kind")
func _type_kind(number: uint32) string { return _type_row(number).kind }

@lang("type_size")
func _type_size(number: uint32) usize { return _type_row(number).size }

@lang("type_align")
func _type_align(number: uint32) usize { return _type_row(number).align }

@lang("type_bits")
func _type_bits(number: uint32) usize { return _type_row(number).bits }

@lang("type_length")
func _type_length(number: uint32) usize { return _type_row(number).length }

@lang("type_fingerprint")
func _type_fingerprint(number: uint32) uint64 { return _type_row(number).fingerprint }

@lang("type_doc")
func _type_doc(number: uint32) string { return _type_row(number).doc }

@lang("type_flag")
func _type_flag(number: uint32, flag: uint64) bool { return _type_row(number).flags & flag != 0 }

@lang("type_element")
func _type_element(number: uint32) type { return _part(_type_row(number), 0) }

@lang("type_key")
func _type_key(number: uint32) type { return _part(_type_row(number), 1) }

@lang("type_value")
func _type_value(number: uint32) type { return _part(_type_row(number), 2) }

func _part(row: _TypeRow, which: int64) type {
    let number = if which == 0 { row.element } else if which == 1 { row.key } else { row.value }
    if number == 0 {
        let what = if which == 0 { "element" } else if which == 1 { "key" } else { "value" }
        panic("`${row.name}` has no ${what}")
    }
    return @type_from_number(number)
}

@lang("type_fields")
func _type_fields(number: uint32) vector<TypeField> { return _type_row(number).fields }

@lang("type_variants")
func _type_variants(number: uint32) vector<TypeVariant> {
    let row = _type_row(number)
    if row.kind != "enum" && row.kind != "optional" && row.kind != "result" { panic("`${row.name}` is no enum") }
    return row.variants
}

@lang("type_parts")
func _type_parts(number: uint32) vector<type> { return _type_row(number).parts }

@lang("type_has_method")
func _type_has_method(number: uint32, name: string) bool {
    let question = "?method ${_known_type(number)} ${name}"
    let length: usize = 0
    let answer = arc_comptime_ask(question._data, question._len, &length)
    if @is_null(answer) { arc_comptime_wait() }
    return _load64(answer) != 0
}

@lang("type_has_attribute")
func _type_has_attribute(number: uint32, name: string) bool { return _has_attribute(_type_row(number).attributes, name) }

@lang("type_attribute")
func _type_attribute(number: uint32, name: string) string { return _attribute(_type_row(number).attributes, name) }

/// The type of this name where the compiler noted `site`.
@lang("type_find")
func _type_find(site: uint32, name: string) type? {
    let number = _ask_type("?name ${site} ${name}")
    if number == 0 { return null }
    return @type_from_number(_known_type(number))
}

@lang("type_by_name")
func _type_by_name(site: uint32, name: string) type {
    if let found = _type_find(site, name) { return found }
    comptime_error("there is no type named `${name}` here")
}

/// The type that the compiler noted as `pattern`, with these for its names.
@lang("type_pattern")
func _type_pattern(pattern: uint32, holes: string) type { return @type_from_number(_ask_type("?pattern ${pattern} ${holes}")) }

@lang("type_tuple")
func _type_tuple(types: []type) type {
    let question = StringBuilder{}
    question.add("?tuple ")
    for t in types { question.add("${@type_number(t)} ") }
    return @type_from_number(_ask_type(question.finish()))
}

@lang("type_struct")
func _type_struct(site: uint32, name: string, fields: []TypeField) type {
    let question = StringBuilder{}
    question.add("?struct ${site} ")
    _add_text(&question, name)
    _add_fields(&question, fields)
    return @type_from_number(_ask_type(question.finish()))
}

@lang("type_enum")
func _type_enum(site: uint32, name: string, variants: []TypeVariant) type {
    let question = StringBuilder{}
    question.add("?enum ${site} ")
    _add_text(&question, name)
    question.add("${variants.len()} ")
    for v in variants {
        _add_text(&question, v.name)
        _add_text(&question, v.doc)
        question.add("${v.value} ")
        _add_attributes(&question, v.attributes)
        _add_fields(&question, v.fields)
    }
    return @type_from_number(_ask_type(question.finish()))
}

func _add_text(to: *StringBuilder, text: string) { to.add("${text.len()}:${text}") }

func _add_fields(to: *StringBuilder, fields: []TypeField) {
    to.add("${fields.len()} ")
    for f in fields {
        _add_text(to, f.name)
        to.add("${@type_number(f.type)} ")
        _add_text(to, f.doc)
        _add_attributes(to, f.attributes)
    }
}

func _add_attributes(to: *StringBuilder, attributes: []TypeAttribute) {
    to.add("${attributes.len()} ")
    for a in attributes {
        _add_text(to, a.name)
        _add_text(to, a.value)
    }
}

/// What is put into the next hole of a pattern.
@lang("type_hole")
func _type_hole(before: string, number: uint32) string { return "${before}t${number} " }

@lang("type_hole_value")
func _type_hole_value(before: string, value: int64) string { return "${before}i${value} " }
