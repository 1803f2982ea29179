namespace core

// Values that go to another thread. Counts are not atomic, so a value that goes must share nothing counted with what stays.
//
// `transfer` sees to that where the value is: what has one reference goes along as it is, and so do its parts, one by one; what
// others refer to is copied, with all its parts. Static data and package constants are never counted, and what is inside of a
// `Shared` is counted atomically: both go as they are, without a look at their parts.
//
// There is a function per type, made from its parts by reflection. Types without anything counted inside have none: moving
// them is all. A buffer whose elements are such takes one look at its count, whatever its length.
//
// Neither the length of a list nor the depth of a tree costs stack: behind `_MOST_DEPTH` references the place is noted, and
// done later.
//
// In place, the value is whole at every step. A copy is made beside it and takes the old one's place when it is done; when it
// panics (memory runs out, or a handle cannot be duplicated), what it made so far is lost.

/// What is noted for later, and how deep the walk is.
struct _Crossing {
    later: vector<_Noted>
    depth: uint32
}

struct _Noted {
    to: *byte
    from: *byte
    step: func(*_Crossing, *byte, *byte)
}

const _MOST_DEPTH: uint32 = 64

@noinline
func _note(c: *_Crossing, to: *byte, from: *byte, step: func(*_Crossing, *byte, *byte)) {
    c.later.push(_Noted{to: to, from: from, step: step})
}

/// Does what was noted, and what is noted meanwhile.
func _finish(c: *_Crossing) {
    for !c.later.is_empty() {
        let next = c.later.pop()!
        let step = next.step
        step(c, next.to, next.from)
    }
}

/// The value for another thread, task or process: parts that nobody else refers to are moved, others are copied. Nothing
/// counted is shared afterwards. Types with raw pointers, functions or handles in them are refused.
@consumes
func transfer<T>(v: T) T where transferable(T) {
    comptime if @is_trivial(T) {
        _refuse_pointers<T>()
        return v
    } else {
        let out = @take(&v)
        _make_own<T, false>(&out)
        return out
    }
}

/// A copy of `v` that shares nothing counted with it. Raw pointers are copied as they are.
func isolate<T>(v: T) T {
    comptime if @is_trivial(T) {
        return v
    } else {
        let block = arc_rt_alloc(@sizeof(T))
        defer arc_rt_free(block, @sizeof(T))
        let out = @ptr_cast<T>(block)
        _copy_own<T, true>(out, &v)
        return @take(out)
    }
}

/// Makes the value at `p` one that shares nothing counted with any other, for a thread: like `transfer`, in place, but raw pointers
/// and views of raw memory go along, since threads share memory.
func transfer_to_thread<T>(p: *T) { _make_own<T, true>(p) }

/// Afterwards the value shares nothing counted with any other. `RAW`: raw pointers, and slices of raw memory, go as they are; else they
/// are refused, and copied.
func _make_own<T, comptime RAW: bool>(p: *T) {
    comptime if @is_trivial(T) {
        comptime if !RAW { _refuse_pointers<T>() }
    } else {
        let c = _Crossing{depth: 0}
        _transfer_at<T, RAW>(p, &c)
        _finish(&c)
    }
}

/// Makes a copy of `from` in the uninitialized place `to` that shares nothing counted with it.
func _copy_own<T, comptime RAW: bool>(to: *T, from: *T) {
    let c = _Crossing{depth: 0}
    _isolate_at<T, RAW>(to, from, &c)
    _finish(&c)
}

/// Others refer to what is counted in `p`: a copy takes its place.
@noinline
func _replace<T, comptime RAW: bool>(p: *T) {
    let block = arc_rt_alloc(@sizeof(T))
    defer arc_rt_free(block, @sizeof(T))
    let copy = @ptr_cast<T>(block)
    _copy_own<T, RAW>(copy, p)
    swap(p, copy)
    @drop_at(copy)
}

/// Refuses types with addresses in them, which mean nothing without the memory that they lead to.
func _refuse_pointers<T>() {
    comptime if @kind(T) == "pointer" {
        @compile_error("a raw pointer cannot go to another task")
    } else comptime if @kind(T) == "struct" || @kind(T) == "tuple" {
        comptime for f in @fields(T) { _refuse_pointers<@fieldtype(f)>() }
    } else comptime if @kind(T) == "array" || @kind(T) == "optional" || @kind(T) == "result" {
        _refuse_pointers<@element(T)>()
    } else comptime if @kind(T) == "enum" {
        comptime for v in @variants(T) {
            comptime for f in @payload(v) { _refuse_pointers<@fieldtype(f)>() }
        }
    }
}

// ---- in place ------------------------------------------------------------------------------------------------------

func _transfer_later<T, comptime RAW: bool>(c: *_Crossing, p: *byte, _from: *byte) { _transfer_at<T, RAW>(@ptr_cast<T>(p), c) }

func _transfer_at<T, comptime RAW: bool>(p: *T, c: *_Crossing) {
    comptime if @is_trivial(T) {
        comptime if !RAW { _refuse_pointers<T>() }
    } else comptime if @kind(T) == "string" {
        if _is_immortal(p._owner) || @is_unique(p._owner) { return }
        *p = _string_from(p._data, p._len)
    } else comptime if @kind(T) == "vector" {
        comptime if @is_trivial(@element(T)) && !RAW { _refuse_pointers<@element(T)>() }
        if _is_immortal(@ptr_cast<byte>(p._data)) { return }
        if !@is_unique(p._data) {
            _replace<T, RAW>(p)
            return
        }
        comptime if !@is_trivial(@element(T)) {
            if c.depth >= _MOST_DEPTH {
                _note(c, @ptr_cast<byte>(p), @ptr_cast<byte>(p), _transfer_later<T, RAW>)
                return
            }
            _transfer_all<@element(T), RAW>(p._data, p._len, c)
        }
    } else comptime if @kind(T) == "slice" {
        comptime if @is_trivial(@element(T)) && !RAW { _refuse_pointers<@element(T)>() }
        if @is_null(p._owner) {
            // Raw memory, which somebody may change; or nothing.
            comptime if !RAW {
                if p._len != 0 { _replace<T, RAW>(p) }
            }
            return
        }
        if _is_immortal(p._owner) { return }
        if !@is_unique(p._owner) {
            _replace<T, RAW>(p)
            return
        }
        comptime if !@is_trivial(@element(T)) {
            if c.depth >= _MOST_DEPTH {
                _note(c, @ptr_cast<byte>(p), @ptr_cast<byte>(p), _transfer_later<T, RAW>)
                return
            }
            // What is not in view goes along, too.
            _transfer_all<@element(T), RAW>(@ptr_cast<@element(T)>(p._owner), _buffer_initialized(p._owner), c)
        }
    } else comptime if @kind(T) == "array" {
        _transfer_all<@element(T), RAW>(@ptr_cast<@element(T)>(p), @length(T), c)
    } else comptime if @kind(T) == "map" {
        comptime if @is_trivial(@key(T)) && !RAW { _refuse_pointers<@key(T)>() }
        comptime if @is_trivial(@value(T)) && !RAW { _refuse_pointers<@value(T)>() }
        if _is_immortal(@ptr_cast<byte>(p._table)) { return }
        if !@is_unique(p._table) {
            _replace<T, RAW>(p)
            return
        }
        comptime if !@is_trivial(@key(T)) || !@is_trivial(@value(T)) {
            if c.depth >= _MOST_DEPTH {
                _note(c, @ptr_cast<byte>(p), @ptr_cast<byte>(p), _transfer_later<T, RAW>)
                return
            }
            c.depth = c.depth +% 1
            let t = p._table
            for let i = t.first; i < t.used; i++ {
                if _is_hole(t, i) { continue }
                _transfer_at<@key(T), RAW>(&t.entries[i].key, c)
                _transfer_at<@value(T), RAW>(&t.entries[i].value, c)
            }
            c.depth = c.depth -% 1
        }
    } else comptime if @kind(T) == "set" {
        _transfer_at<@typeof(p._map), RAW>(&p._map, c)
    } else comptime if @kind(T) == "optional" || @kind(T) == "result" || @kind(T) == "enum" {
        comptime if @is_boxed(T) {
            // A cell, or a small number for a case without payload.
            let cell = @ptr_cast<*byte>(p)[0]
            if @address(cell) <= 4095 || _is_immortal(cell) { return }
            if !@is_unique(cell) {
                _replace<T, RAW>(p)
                return
            }
            if c.depth >= _MOST_DEPTH {
                _note(c, @ptr_cast<byte>(p), @ptr_cast<byte>(p), _transfer_later<T, RAW>)
                return
            }
            c.depth = c.depth +% 1
            _transfer_cases<T, RAW>(p, c)
            c.depth = c.depth -% 1
        } else {
            _transfer_cases<T, RAW>(p, c)
        }
    } else comptime if @kind(T) == "function" {
        @compile_error("a function cannot go to another thread: what it captured is not known here")
    } else comptime if @has_method(T, "cross_threads") {
        p.cross_threads()
    } else comptime if @has_method(T, "_copied") {
        @compile_error("a handle of this type cannot go to another thread")
    } else {
        // Copies of a struct with a `drop` are one thing, which dies once: a copy for another thread becomes a thing of its own.
        let at = _drop_word_offset(p)
        if at != _NO_ENTRY {
            let word = *@ptr_cast<*byte>(@ptr_cast<byte>(p) + at)
            if !_is_immortal(word) && !@is_unique(word) {
                _replace<T, RAW>(p)
                return
            }
        }
        comptime for f in @fields(T) { _transfer_at<@fieldtype(f), RAW>(&p.@field(f), c) }
    }
}

func _transfer_all<T, comptime RAW: bool>(data: *T, n: usize, c: *_Crossing) {
    c.depth = c.depth +% 1
    for let i: usize = 0; i < n; i++ { _transfer_at<T, RAW>(data + i, c) }
    c.depth = c.depth -% 1
}

func _transfer_cases<T, comptime RAW: bool>(p: *T, c: *_Crossing) {
    comptime for v in @variants(T) {
        if @is_variant(*p, v) {
            comptime for f in @payload(v) { _transfer_at<@fieldtype(f), RAW>(&p.@payload(v, f), c) }
        }
    }
}

/// Where a struct with a `drop` has the address of the cell that counts its copies, null while there is one: in a word behind the
/// fields, which no other type has; _NO_ENTRY when there is none.
@inline
func _drop_word_offset<T>(p: *T) usize {
    let end: usize = 0
    comptime for f in @fields(T) {
        let behind = @address(&p.@field(f)) -% @address(p) +% @sizeof(@fieldtype(f))
        if behind > end { end = behind }
    }
    end = (end +% 7) & ~7
    return if @sizeof(T) >= end +% 8 { end } else { _NO_ENTRY }
}

// ---- copies --------------------------------------------------------------------------------------------------------

func _isolate_later<T, comptime RAW: bool>(c: *_Crossing, to: *byte, from: *byte) {
    _isolate_at<T, RAW>(@ptr_cast<T>(to), @ptr_cast<T>(from), c)
}

func _isolate_at<T, comptime RAW: bool>(to: *T, from: *T, c: *_Crossing) {
    comptime if @is_trivial(T) {
        comptime if !RAW { _refuse_pointers<T>() }
        @copy_at(to, from)
    } else comptime if @kind(T) == "string" {
        if _is_immortal(from._owner) { @copy_at(to, from) } else { @init(to, _string_from(from._data, from._len)) }
    } else comptime if @kind(T) == "vector" {
        if _is_immortal(@ptr_cast<byte>(from._data)) {
            @copy_at(to, from)
            return
        }
        let data = @ptr_cast<@element(T)>(_new_buffer(from._len, @sizeof(@element(T))))
        to._data = data
        to._len = from._len
        _isolate_all<@element(T), RAW>(data, from._data, from._len, c)
    } else comptime if @kind(T) == "slice" {
        if _is_immortal(from._owner) && (RAW || !@is_null(from._owner) || from._len == 0) {
            @copy_at(to, from)
            return
        }
        let owner = _new_buffer(from._len, @sizeof(@element(T)))
        let data = @ptr_cast<@element(T)>(owner)
        _set_buffer_initialized(owner, from._len)
        to._owner = owner
        to._data = data
        to._len = from._len
        _isolate_all<@element(T), RAW>(data, from._data, from._len, c)
    } else comptime if @kind(T) == "array" {
        _isolate_all<@element(T), RAW>(@ptr_cast<@element(T)>(to), @ptr_cast<@element(T)>(from), @length(T), c)
    } else comptime if @kind(T) == "map" {
        if _is_immortal(@ptr_cast<byte>(from._table)) { @copy_at(to, from) } else { to._table = _isolated_table<@key(T), @value(T), RAW>(from._table, c) }
    } else comptime if @kind(T) == "set" {
        _isolate_at<@typeof(from._map), RAW>(&to._map, &from._map, c)
    } else comptime if @kind(T) == "optional" || @kind(T) == "result" || @kind(T) == "enum" {
        comptime if @is_boxed(T) {
            let cell = @ptr_cast<*byte>(from)[0]
            if @address(cell) <= 4095 || _is_immortal(cell) {
                @copy_at(to, from)
                return
            }
            if c.depth >= _MOST_DEPTH {
                _note(c, @ptr_cast<byte>(to), @ptr_cast<byte>(from), _isolate_later<T, RAW>)
                return
            }
            c.depth = c.depth +% 1
            _isolate_cases<T, RAW>(to, from, c)
            c.depth = c.depth -% 1
        } else {
            _isolate_cases<T, RAW>(to, from, c)
        }
    } else comptime if @kind(T) == "function" {
        @compile_error("a function cannot go to another thread: what it captured is not known here")
    } else comptime if @has_method(T, "cross_threads") {
        @copy_at(to, from)
        to.cross_threads()
    } else comptime if @has_method(T, "_copied") {
        @compile_error("a handle of this type cannot go to another thread")
    } else {
        let at = _drop_word_offset(from)
        if at != _NO_ENTRY { *@ptr_cast<*byte>(@ptr_cast<byte>(to) + at) = @null_ptr<byte>() }
        comptime for f in @fields(T) { _isolate_at<@fieldtype(f), RAW>(&to.@field(f), &from.@field(f), c) }
    }
}

func _isolate_all<T, comptime RAW: bool>(to: *T, from: *T, n: usize, c: *_Crossing) {
    comptime if @is_trivial(T) {
        comptime if !RAW { _refuse_pointers<T>() }
        @memcpy(to, from, n *% @sizeof(T))
    } else {
        if c.depth >= _MOST_DEPTH {
            for let i: usize = 0; i < n; i++ { _note(c, @ptr_cast<byte>(to + i), @ptr_cast<byte>(from + i), _isolate_later<T, RAW>) }
            return
        }
        c.depth = c.depth +% 1
        for let i: usize = 0; i < n; i++ { _isolate_at<T, RAW>(to + i, from + i, c) }
        c.depth = c.depth -% 1
    }
}

func _isolate_cases<T, comptime RAW: bool>(to: *T, from: *T, c: *_Crossing) {
    comptime for v in @variants(T) {
        if @is_variant(*from, v) {
            @variant_init(to, v)
            comptime for f in @payload(v) { _isolate_at<@fieldtype(f), RAW>(&to.@payload(v, f), &from.@payload(v, f), c) }
        }
    }
}

/// The table again, entry by entry in the same places: nothing is hashed or compared.
func _isolated_table<K, V, comptime RAW: bool>(t: *_MapTable<K, V>, c: *_Crossing) *_MapTable<K, V> {
    let block = arc_rt_alloc(8 + @sizeof(_MapTable<K, V>))
    @ptr_cast<uint64>(block)[0] = 1
    let fresh = @ptr_cast<_MapTable<K, V>>(block + 8)
    @memcpy(fresh, t, @sizeof(_MapTable<K, V>))
    fresh.entries = @ptr_cast<_Entry<K, V>>(arc_rt_alloc(t.capacity *% @sizeof(_Entry<K, V>)))
    fresh.hashes = @ptr_cast<uint32>(_copied_block(@ptr_cast<byte>(t.hashes), t.capacity *% 4))
    fresh.slots = @ptr_cast<uint32>(_copied_block(@ptr_cast<byte>(t.slots), (cast<usize>(t.mask) +% 1) *% 4))
    fresh.holes = @ptr_cast<uint64>(_copied_block(@ptr_cast<byte>(t.holes), _hole_bytes(t.capacity)))
    let deep = c.depth >= _MOST_DEPTH
    if !deep { c.depth = c.depth +% 1 }
    for let i = t.first; i < t.used; i++ {
        if _is_hole(t, i) { continue }
        let to = fresh.entries + i
        let from = t.entries + i
        if deep {
            _note(c, @ptr_cast<byte>(&to.key), @ptr_cast<byte>(&from.key), _isolate_later<K, RAW>)
            _note(c, @ptr_cast<byte>(&to.value), @ptr_cast<byte>(&from.value), _isolate_later<V, RAW>)
        } else {
            _isolate_at<K, RAW>(&to.key, &from.key, c)
            _isolate_at<V, RAW>(&to.value, &from.value, c)
        }
    }
    if !deep { c.depth = c.depth -% 1 }
    return fresh
}

func _copied_block(block: *byte, size: usize) *byte {
    if @is_null(block) { return block }
    let fresh = arc_rt_alloc(size)
    @memcpy(fresh, block, size)
    return fresh
}
