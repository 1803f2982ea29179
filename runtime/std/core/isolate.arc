namespace core

// Copies for other threads. Counts are not atomic, so a value that goes to another thread must not share anything counted
// with the values that stay. Literals are immortal and go as they are.

/// A copy of `v` that shares no counted memory with it. Raw pointers are copied as they are: a thread shares memory by
/// design. A struct with a copy hook says how by its own `_isolated` method.
func isolate<T>(v: T) T {
    comptime if @is_trivial(T) {
        return v
    } else comptime if @kind(T) == "string" {
        if _is_immortal(v._owner) { return v }
        return _string_from(v._data, v._len)
    } else comptime if @kind(T) == "vector" {
        if _is_immortal(@ptr_cast<byte>(v._data)) { return v }
        let out: T = []
        out.reserve(v._len)
        for x in v { out.push(isolate(x)) }
        return out
    } else comptime if @kind(T) == "slice" {
        if _is_immortal(v._owner) { return v }
        let out: vector<@element(T)> = []
        out.reserve(v._len)
        for x in v { out.push(isolate(x)) }
        return out._slice_of(0, out._len)
    } else comptime if @kind(T) == "array" {
        let out = v
        for let i: usize = 0; i < @length(T); i++ { out[i] = isolate(v[i]) }
        return out
    } else comptime if @kind(T) == "map" {
        let out = T{}
        out.reserve(v.len())
        for k, x in v { out._set(isolate(k), isolate(x)) }
        return out
    } else comptime if @kind(T) == "set" {
        let out = T{}
        out.reserve(v.len())
        for x in v { out.insert(isolate(x)) }
        return out
    } else comptime if @kind(T) == "optional" {
        if let x = v { return isolate(x) }
        return null
    } else comptime if @kind(T) == "result" {
        match v {
            ok(x) => { return isolate(x) }
            err(e) => { return isolate(e) }
        }
    } else comptime if @has_method(T, "_isolated") {
        return v._isolated()
    } else {
        // A struct, tuple or enum: part by part, in a place of its own.
        let place = @ptr_cast<T>(arc_rt_alloc(@sizeof(T)))
        _isolate_parts(place, &v)
        let out = @take(place)
        arc_rt_free(@ptr_cast<byte>(place), @sizeof(T))
        return out
    }
}

func _isolate_parts<T>(to: *T, from: *T) {
    comptime if @kind(T) == "struct" || @kind(T) == "tuple" {
        comptime for f in @fields(T) { @init(&to.@field(f), isolate(from.@field(f))) }
    } else comptime if @kind(T) == "enum" {
        comptime for c in @variants(T) {
            if @is_variant(*from, c) {
                @variant_init(to, c)
                comptime for f in @payload(c) { @init(&to.@payload(c, f), isolate(from.@payload(c, f))) }
            }
        }
    } else {
        @compile_error("a value of this type cannot go to another thread")
    }
}
