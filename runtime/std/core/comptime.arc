namespace core

// Code that runs while a program is built: what it says, and how its values leave it.
//
// A value leaves as an image: the bytes that it would have as static data (docs/design/comptime.md). The walk below writes it, value
// by value, by reflection, as `transfer` goes through values. What is counted becomes immortal, in a buffer or cell as large as it
// must be; bytes that belong to nothing stay zero. So the image is the same for the same value, whatever it took to make it.
//
// What several parts of a value refer to is written once: such objects are remembered by their addresses, texts by their bytes.
//
// Neither the length of a list nor the depth of a tree costs stack: behind `_MOST_DEPTH` references the place is noted, and done later.

// comptime/api/comptime_api.h says more. They are there at comptime only.
extern "C" {
    func arc_comptime_print(text: *byte, length: usize)
    func arc_comptime_warn(text: *byte, length: usize)
    func arc_comptime_error(text: *byte, length: usize) never
    func arc_comptime_place(result: *byte, size: usize, align: usize) *byte
    func arc_comptime_link(result: *byte, slot: *byte, target: *byte)
    func arc_comptime_link_code(result: *byte, slot: *byte, code: *byte)
}

/// Prints the values, with a space between them, as a line of the build's output. Does nothing in a program that runs.
func comptime_print(args...) {
    if @at_comptime() {
        let out = StringBuilder{}
        _add_all(&out, args...)
        arc_comptime_print(out._data, out._len)
    }
}

/// Says the values, with a space between them, as a warning at the `comptime` that runs. Does nothing in a program that runs.
func comptime_warn(args...) {
    if @at_comptime() {
        let out = StringBuilder{}
        _add_all(&out, args...)
        arc_comptime_warn(out._data, out._len)
    }
}

/// Ends the evaluation, and with it the build, with an error of these values at the `comptime` that runs. Panics in a program that
/// runs.
@cold
@noinline
@hidden
func comptime_error(args...) never {
    let out = StringBuilder{}
    _add_all(&out, args...)
    if @at_comptime() { arc_comptime_error(out._data, out._len) }
    panic(out.finish())
}

/// The image that is being written.
struct _Leaving {
    result: *byte                   // what the evaluator calls it
    closures: *byte                 // a count, then a `_ClosureCase` for each closure that can leave; or null
    depth: uint32
    notes: *_LeavingNotes
}

/// Behind a pointer, and for functions without type parameters alone: the walk over a type is compiled in each build, these are there.
struct _LeavingNotes {
    later: vector<_Unwritten>
    written: map<usize, usize>      // from objects that are referred to more than once to their payloads in the image
    texts: map<string, usize>
}

/// How the environment of a closure is written: made by the compiler for each that the evaluation could make.
struct _ClosureCase {
    code: *byte                     // the closure's
    size: usize                     // of the environment
    write: func(*_Leaving, *byte, *byte)
}

struct _Unwritten {
    to: *byte
    from: *byte
    step: func(*_Leaving, *byte, *byte)
}

/// The seed of maps in images, and of all maps at comptime, where nothing may depend on addresses.
const _COMPTIME_SEED: uint64 = 0x9E3779B97F4A7C15

/// Writes `v` as the value of the evaluation whose image is `result`. Called by the compiler at the end of a `comptime` block.
@lang("leave_comptime")
func _leave_comptime<T>(v: T, result: *byte, closures: *byte) { _leave_from<T>(&v, result, closures) }

@inline
func _leave_from<T>(from: *T, result: *byte, closures: *byte) {
    let to = arc_comptime_place(result, @sizeof(T), @alignof(T))
    comptime if @is_bits(T) || @kind(T) == "bool" || @kind(T) == "char" || @kind(T) == "duration" {
        @memcpy(to, @ptr_cast<byte>(from), @sizeof(T))
    } else {
        _write_image(to, @ptr_cast<byte>(from), result, closures, _write_later<T>)
    }
}

func _write_image(to: *byte, from: *byte, result: *byte, closures: *byte, write: func(*_Leaving, *byte, *byte)) {
    let notes = _LeavingNotes{later: [], written: {}, texts: {}}
    let w = _Leaving{result: result, closures: closures, depth: 0, notes: &notes}
    write(&w, to, from)
    for !notes.later.is_empty() {
        let next = notes.later.pop()!
        let step = next.step
        step(&w, next.to, next.from)
    }
}

func _write_later<T>(w: *_Leaving, to: *byte, from: *byte) { _write_at<T>(@ptr_cast<T>(to), @ptr_cast<T>(from), w) }

/// True when `from` has to wait, since the walk is deep enough.
func _write_waits<T>(to: *T, from: *T, w: *_Leaving) bool {
    if w.depth < _MOST_DEPTH { return false }
    _note_unwritten(w, @ptr_cast<byte>(to), @ptr_cast<byte>(from), _write_later<T>)
    return true
}

@noinline
func _note_unwritten(w: *_Leaving, to: *byte, from: *byte, step: func(*_Leaving, *byte, *byte)) {
    w.notes.later.push(_Unwritten{to: to, from: from, step: step})
}

/// Memory of the image for a counted object: `header` bytes, the last eight of which are its count, then `size`. Gives the payload.
func _place_object(w: *_Leaving, header: usize, size: usize, meta: uint32) *byte {
    let p = arc_comptime_place(w.result, header + size, 8) + header
    let words = @ptr_cast<uint32>(p - 8)
    words[0] = _IMMORTAL
    words[1] = meta
    return p
}

func _place_buffer(w: *_Leaving, count: usize, size: usize) *byte {
    let p = _place_object(w, _BUFFER_HEADER, count * size, 0)
    @ptr_cast<usize>(p - 16)[0] = count
    _set_buffer_initialized(p, count)
    return p
}

/// Where the object at `p` is in the image, or null. Only what has more than one reference can have been there.
@inline
func _written_before(p: *byte, w: *_Leaving) *byte {
    if @is_unique(p) { return @null_ptr<byte>() }
    return _look_up_written(p, w)
}

@noinline
func _look_up_written(p: *byte, w: *_Leaving) *byte {
    if let at = w.notes.written.get(@address(p)) { return @null_ptr<byte>() + at }
    return @null_ptr<byte>()
}

@inline
func _note_written(p: *byte, at: *byte, w: *_Leaving) {
    if !@is_unique(p) { _add_written(p, at, w) }
}

@noinline
func _add_written(p: *byte, at: *byte, w: *_Leaving) { w.notes.written[@address(p)] = @address(at) }

/// Writes `from` to `to`, a zeroed place of the image.
func _write_at<T>(to: *T, from: *T, w: *_Leaving) {
    comptime if @is_bits(T) || @kind(T) == "bool" || @kind(T) == "char" || @kind(T) == "duration" {
        @memcpy(to, from, @sizeof(T))
    } else comptime if @kind(T) == "type" {
        @ptr_cast<uint32>(to)[0] = _known_type(@type_number(*from))
    } else comptime if @kind(T) == "void" {
    } else comptime if @kind(T) == "string" {
        if from._len == 0 { return }
        to._len = from._len
        arc_comptime_link(w.result, @ptr_cast<byte>(&to._data), _write_text(*from, w))
    } else comptime if @kind(T) == "vector" {
        if from._len == 0 { return }
        to._len = from._len
        let owner = @ptr_cast<byte>(from._data)
        let data = _written_before(owner, w)
        if @is_null(data) {
            if _write_waits(to, from, w) { return }
            data = _place_buffer(w, from._len, @sizeof(@element(T)))
            _note_written(owner, data, w)
            _write_all<@element(T)>(@ptr_cast<@element(T)>(data), from._data, from._len, w)
        }
        arc_comptime_link(w.result, @ptr_cast<byte>(&to._data), data)
    } else comptime if @kind(T) == "slice" {
        // What is not in view stays behind.
        if from._len == 0 { return }
        if _write_waits(to, from, w) { return }
        to._len = from._len
        let data = _place_buffer(w, from._len, @sizeof(@element(T)))
        arc_comptime_link(w.result, @ptr_cast<byte>(&to._owner), data)
        arc_comptime_link(w.result, @ptr_cast<byte>(&to._data), data)
        _write_all<@element(T)>(@ptr_cast<@element(T)>(data), from._data, from._len, w)
    } else comptime if @kind(T) == "array" {
        _write_all<@element(T)>(@ptr_cast<@element(T)>(to), @ptr_cast<@element(T)>(from), @length(T), w)
    } else comptime if @kind(T) == "map" {
        if from.is_empty() { return }
        let table = @ptr_cast<byte>(from._table)
        let data = _written_before(table, w)
        if @is_null(data) {
            if _write_waits(to, from, w) { return }
            data = _place_object(w, 8, @sizeof(_MapTable<@key(T), @value(T)>), 0)
            _note_written(table, data, w)
            _write_table(@ptr_cast<_MapTable<@key(T), @value(T)>>(data), from._table, w)
        }
        arc_comptime_link(w.result, @ptr_cast<byte>(&to._table), data)
    } else comptime if @kind(T) == "set" {
        _write_at<@typeof(from._map)>(&to._map, &from._map, w)
    } else comptime if @kind(T) == "optional" || @kind(T) == "result" || @kind(T) == "enum" {
        comptime if @is_plain(T) {
            @copy_at(to, from)
        } else comptime if @is_boxed(T) {
            _write_boxed(to, from, w)
        } else {
            comptime for v in @variants(T) {
                if @is_variant(*from, v) {
                    @variant_init(to, v)
                    comptime for f in @payload(v) { _write_at<@fieldtype(f)>(&to.@payload(v, f), &from.@payload(v, f), w) }
                }
            }
        }
    } else comptime if @kind(T) == "function" {
        if _write_waits(to, from, w) { return }
        _write_closure(@ptr_cast<byte>(to), @ptr_cast<byte>(from), w)
    } else comptime if @kind(T) == "pointer" {
        @compile_error("a raw pointer cannot leave comptime: what it leads to stays behind")
    } else comptime if @has_method(T, "_write_to_image") {
        from._write_to_image(to, w)
    } else comptime if @has_method(T, "_copied") {
        @compile_error("a handle cannot leave comptime: what it stands for ends with the evaluation")
    } else comptime if !@is_trivial(T) && @has_method(T, "drop") {
        @compile_error("a value with a `drop` of its own cannot leave comptime: a constant does not die")
    } else comptime if @kind(T) == "struct" || @kind(T) == "tuple" {
        // Field by field, since what lies between fields stays zero.
        comptime for f in @fields(T) { _write_at<@fieldtype(f)>(&to.@field(f), &from.@field(f), w) }
    } else {
        @compile_error("a value of this type cannot leave comptime")
    }
}

/// A function's code, and its environment if it captured something: an object that begins with the function that ends it, and
/// in an image, where nothing ends, with zero.
func _write_closure(to: *byte, from: *byte, w: *_Leaving) {
    let words = @ptr_cast<*byte>(from)
    arc_comptime_link_code(w.result, to, words[0])
    let environment = words[1]
    if @is_null(environment) { return }
    let data = _written_before(environment, w)
    if @is_null(data) {
        let known = _closure_case(words[0], w)
        data = _place_object(w, 8, known.size, @ptr_cast<uint32>(environment - 4)[0])
        _note_written(environment, data, w)
        w.depth = w.depth +% 1
        let write = known.write
        write(w, data, environment)
        w.depth = w.depth -% 1
    }
    arc_comptime_link(w.result, to + 8, data)
}

func _closure_case(code: *byte, w: *_Leaving) *_ClosureCase {
    let count = if @is_null(w.closures) { 0 } else { @ptr_cast<usize>(w.closures)[0] }
    let cases = @ptr_cast<_ClosureCase>(w.closures + 8)
    for let i: usize = 0; i < count; i++ {
        if @address((cases + i).code) == @address(code) { return cases + i }
    }
    _closure_cannot_leave()
}

@cold
@noinline
@hidden
func _closure_cannot_leave() never {
    comptime_error("a function cannot leave comptime with what it captured here: a raw pointer, a handle, or values in another package's code")
}

/// Writes what a closure captured. Called by the code that the compiler makes for each environment.
@lang("write_captured")
func _write_captured<T>(to: *T, from: *T, w: *byte) { _write_at<T>(to, from, @ptr_cast<_Leaving>(w)) }

func _write_all<T>(to: *T, from: *T, n: usize, w: *_Leaving) {
    comptime if @is_bits(T) || @kind(T) == "bool" || @kind(T) == "char" || @kind(T) == "duration" {
        @memcpy(to, from, n *% @sizeof(T))
    } else {
        // One level for a sequence, so that nested ones end in notes, too.
        w.depth = w.depth +% 1
        for let i: usize = 0; i < n; i++ { _write_at<T>(to + i, from + i, w) }
        w.depth = w.depth -% 1
    }
}

/// The bytes of a text in the image. They belong to nobody, as those of a literal.
func _write_text(text: string, w: *_Leaving) *byte {
    if let at = w.notes.texts.get(text) { return @null_ptr<byte>() + at }
    let data = arc_comptime_place(w.result, text._len, 1)
    @memcpy(data, text._data, text._len)
    w.notes.texts[text] = @address(data)
    return data
}

/// How many cases have a payload.
func _kinds_of_cells<T>() uint32 {
    let kinds: uint32 = 0
    comptime for v in @variants(T) {
        let fields: uint32 = 0
        comptime for f in @payload(v) { fields = 1 }
        kinds = kinds +% fields
    }
    return kinds
}

/// A value of an enum that contains itself: a cell, or a small number for a case without payload.
func _write_boxed<T>(to: *T, from: *T, w: *_Leaving) {
    let cell = @ptr_cast<*byte>(from)[0]
    if @address(cell) <= 4095 {
        @ptr_cast<usize>(to)[0] = @address(cell)
        return
    }
    let data = _written_before(cell, w)
    if @is_null(data) {
        if _write_waits(to, from, w) { return }
        w.depth = w.depth +% 1
        // From the header on, where small fields are, too.
        let block = cell - 8
        let index: uint32 = 0
        comptime for v in @variants(T) {
            if @is_variant(*from, v) {
                let size: usize = 8
                comptime for f in @payload(v) {
                    let end = @address(&from.@payload(v, f)) -% @address(block) +% @sizeof(@fieldtype(f))
                    if end > size { size = end }
                }
                // The header says which case it is, where there are several with cells.
                data = _place_object(w, 8, ((size +% 7) & ~7) -% 8, if _kinds_of_cells<T>() > 1 { index } else { 0 })
                _note_written(cell, data, w)
                comptime for f in @payload(v) {
                    let at = @address(&from.@payload(v, f)) -% @address(block)
                    _write_at<@fieldtype(f)>(@ptr_cast<@fieldtype(f)>(data - 8 + at), &from.@payload(v, f), w)
                }
            }
            index = index +% 1
        }
        w.depth = w.depth -% 1
    }
    arc_comptime_link(w.result, @ptr_cast<byte>(to), data)
}

/// The table as one has it that was made for these entries in this order: no holes, no room to spare.
func _write_table<K, V>(to: *_MapTable<K, V>, from: *_MapTable<K, V>, w: *_Leaving) {
    let n = from.live
    to.used = n
    to.live = n
    to.capacity = n
    to.seed = _COMPTIME_SEED
    let entries = @ptr_cast<_Entry<K, V>>(arc_comptime_place(w.result, n * @sizeof(_Entry<K, V>), @alignof(_Entry<K, V>)))
    arc_comptime_link(w.result, @ptr_cast<byte>(&to.entries), @ptr_cast<byte>(entries))
    let hashes = @null_ptr<uint32>()
    if _stores_hash<K>() {
        hashes = @ptr_cast<uint32>(arc_comptime_place(w.result, n * 4, 4))
        arc_comptime_link(w.result, @ptr_cast<byte>(&to.hashes), @ptr_cast<byte>(hashes))
    }
    let slots = @null_ptr<uint32>()
    let mask: uint32 = 0
    if n > _SMALL_MAP {
        let slot_count = _slots_for(n)
        mask = truncate<uint32>(slot_count -% 1)
        slots = @ptr_cast<uint32>(arc_comptime_place(w.result, slot_count * 4, 4))
        arc_comptime_link(w.result, @ptr_cast<byte>(&to.slots), @ptr_cast<byte>(slots))
        to.mask = mask
        to.shift = cast<uint32>(@clz(mask))
    }
    w.depth = w.depth +% 1
    let k: usize = 0
    for let i = from.first; i < from.used; i++ {
        if _is_hole(from, i) { continue }
        let entry = from.entries + i
        if _stores_hash<K>() || !@is_null(slots) {
            // Hashes of other seeds are no use.
            let h = if from.seed == _COMPTIME_SEED { _entry_hash(from, i) } else { _short_hash(entry.key, _COMPTIME_SEED) }
            if _stores_hash<K>() { hashes[k] = h }
            if !@is_null(slots) {
                let at = _home(to, h)
                for slots[at] != 0 { at = (at +% 1) & mask }
                slots[at] = _tag(to, h) | truncate<uint32>(k +% 1)
            }
        }
        _write_at<K>(&(entries + k).key, &entry.key, w)
        _write_at<V>(&(entries + k).value, &entry.value, w)
        k = k +% 1
    }
    w.depth = w.depth -% 1
}
