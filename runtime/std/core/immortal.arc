namespace core

// Constants of packages. They are read by all threads, and counts are not atomic: so what a constant owns is marked
// immortal, never counted again and never freed.

const _IMMORTAL: uint32 = 0x80000000

@inline
func _is_immortal(p: *byte) bool { return @is_null(p) || (@ptr_cast<uint32>(p - 8)[0] & _IMMORTAL) != 0 }

/// Marks a counted object, whose block begins `header` bytes before it. False when it is immortal already.
func _mark_immortal(p: *byte, header: usize) bool {
    if _is_immortal(p) { return false }
    @ptr_cast<uint32>(p - 8)[0] = _IMMORTAL
    arc_rt_forget(p - header)
    return true
}

/// Makes everything that the value owns immortal. Called by the compiler for the constants of packages.
@lang("immortal")
func _make_immortal<T>(v: *T) {
    comptime if @is_trivial(T) {
    } else comptime if @kind(T) == "string" {
        _mark_immortal(v._owner, _BUFFER_HEADER)
    } else comptime if @kind(T) == "vector" {
        if _mark_immortal(@ptr_cast<byte>(v._data), _BUFFER_HEADER) { _make_all_immortal(v._data, v._len) }
    } else comptime if @kind(T) == "slice" {
        if _mark_immortal(v._owner, _BUFFER_HEADER) {
            _make_all_immortal(@ptr_cast<@element(T)>(v._owner), _buffer_initialized(v._owner))
        }
    } else comptime if @kind(T) == "array" {
        _make_all_immortal(@ptr_cast<@element(T)>(v), @length(T))
    } else comptime if @kind(T) == "map" {
        if _mark_immortal(@ptr_cast<byte>(v._table), 8) { _make_table_immortal(v._table) }
    } else comptime if @kind(T) == "set" {
        _make_immortal(&v._map)
    } else comptime if @kind(T) == "function" {
        // Code and environment. The captures are never released with it, so nothing changes their counts.
        _mark_immortal(@ptr_cast<*byte>(v)[1], 8)
    } else comptime if @kind(T) == "optional" || @kind(T) == "result" || @kind(T) == "enum" {
        comptime if @is_boxed(T) {
            // A cell, or a small number for a case without payload.
            let cell = @ptr_cast<*byte>(v)[0]
            if @address(cell) > 4095 && _mark_immortal(cell, 8) { _make_cases_immortal(v) }
        } else {
            _make_cases_immortal(v)
        }
    } else comptime if @has_method(T, "_copied") {
        // A handle of the system; there is nothing to mark in it.
    } else {
        comptime for f in @fields(T) { _make_immortal(&v.@field(f)) }
    }
}

func _make_all_immortal<T>(data: *T, n: usize) {
    comptime if !@is_trivial(T) {
        for let i: usize = 0; i < n; i++ { _make_immortal(data + i) }
    }
}

func _make_cases_immortal<T>(v: *T) {
    comptime if @kind(T) == "optional" {
        // A copy shares what the value owns.
        if let x = *v { _make_copy_immortal(x) }
    } else comptime if @kind(T) == "result" {
        match *v {
            ok(x) => _make_copy_immortal(x)
            err(e) => _make_copy_immortal(e)
        }
    } else {
        comptime for c in @variants(T) {
            if @is_variant(*v, c) {
                comptime for f in @payload(c) { _make_immortal(&v.@payload(c, f)) }
            }
        }
    }
}

func _make_copy_immortal<T>(x: T) {
    let copy = x
    _make_immortal(&copy)
}

func _make_table_immortal<K, V>(t: *_MapTable<K, V>) {
    for let i = t.first; i < t.used; i++ {
        if _is_hole(t, i) { continue }
        _make_immortal(&t.entries[i].key)
        _make_immortal(&t.entries[i].value)
    }
    arc_rt_forget(@ptr_cast<byte>(t.entries))
    arc_rt_forget(@ptr_cast<byte>(t.hashes))
    arc_rt_forget(@ptr_cast<byte>(t.slots))
    arc_rt_forget(@ptr_cast<byte>(t.holes))
}
