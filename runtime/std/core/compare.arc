namespace core

// Equality and order of every type, from its parts. A struct's or enum's own `eq` and `compare` methods come first.

/// `a == b` for every type but functions.
@lang("eq")
func eq<T>(a: T, b: T) bool {
    comptime if @kind(T) == "string" {
        return a._len == b._len && (a._data == b._data || @memcmp(a._data, b._data, a._len) == 0)
    } else comptime if @kind(T) == "vector" || @kind(T) == "slice" {
        if a._len != b._len { return false }
        if a._data == b._data { return true }
        return _elements_equal(a._data, b._data, a._len)
    } else comptime if @kind(T) == "array" {
        for let i: usize = 0; i < @length(T); i++ {
            if !eq(a[i], b[i]) { return false }
        }
        return true
    } else comptime if @kind(T) == "map" || @kind(T) == "set" {
        return a._equals(b)
    } else comptime if @has_method(T, "eq") {
        return a.eq(b)
    } else comptime if @kind(T) == "struct" || @kind(T) == "tuple" {
        comptime for f in @fields(T) {
            if !eq(a.@field(f), b.@field(f)) { return false }
        }
        return true
    } else comptime if @kind(T) == "enum" {
        comptime for c in @variants(T) {
            if @is_variant(a, c) {
                if !@is_variant(b, c) { return false }
                comptime for f in @payload(c) {
                    if !eq(a.@payload(c, f), b.@payload(c, f)) { return false }
                }
                return true
            }
        }
        return false
    } else comptime if @kind(T) == "optional" {
        if let x = a {
            if let y = b { return eq(x, y) }
            return false
        }
        return b.is_null()
    } else comptime if @kind(T) == "result" {
        match a {
            ok(x) => {
                match b {
                    ok(y) => { return eq(x, y) }
                    err(_) => { return false }
                }
            }
            err(e) => {
                match b {
                    ok(_) => { return false }
                    err(g) => { return eq(e, g) }
                }
            }
        }
    } else comptime if @kind(T) == "type" {
        return _same_type(@type_number(a), @type_number(b))
    } else comptime if @kind(T) == "void" {
        return true
    } else comptime if @kind(T) == "function" {
        @compile_error("functions cannot be compared")
    } else {
        return a == b
    }
}

/// `a != b`, as a function to pass on.
func not_equal<T>(a: T, b: T) bool { return !eq(a, b) }

func _elements_equal<T>(a: *T, b: *T, n: usize) bool {
    comptime if @kind(T) == "int" || @kind(T) == "char" || @kind(T) == "bool" {
        return @memcmp(a, b, n *% @sizeof(T)) == 0
    } else {
        for let i: usize = 0; i < n; i++ {
            if !eq(*(a + i), *(b + i)) { return false }
        }
        return true
    }
}

/// -1, 0 or 1 as `a` comes before, with or after `b`. Floats: NaN comes behind all others. Enums: by the order of
/// their cases. Optionals: null first. Strings: by their bytes, which is the order of their code points.
@lang("compare")
func compare<T>(a: T, b: T) int32 {
    comptime if @kind(T) == "int" || @kind(T) == "char" || @kind(T) == "duration" {
        if a < b { return -1 }
        if a > b { return 1 }
        return 0
    } else comptime if @kind(T) == "float" {
        if a < b { return -1 }
        if a > b { return 1 }
        if a == b { return 0 }
        let a_is_nan = a != a
        let b_is_nan = b != b
        if a_is_nan && b_is_nan { return 0 }
        if a_is_nan { return 1 }
        return -1
    } else comptime if @kind(T) == "bool" {
        if a == b { return 0 }
        if b { return -1 }
        return 1
    } else comptime if @kind(T) == "string" {
        return _compare_bytes(a._data, a._len, b._data, b._len)
    } else comptime if @kind(T) == "vector" || @kind(T) == "slice" {
        return _compare_elements(a._data, a._len, b._data, b._len)
    } else comptime if @kind(T) == "array" {
        for let i: usize = 0; i < @length(T); i++ {
            let order = compare(a[i], b[i])
            if order != 0 { return order }
        }
        return 0
    } else comptime if @has_method(T, "compare") {
        return a.compare(b)
    } else comptime if @kind(T) == "struct" || @kind(T) == "tuple" {
        comptime for f in @fields(T) {
            let order = compare(a.@field(f), b.@field(f))
            if order != 0 { return order }
        }
        return 0
    } else comptime if @kind(T) == "enum" {
        comptime for c in @variants(T) {
            if @is_variant(a, c) {
                if !@is_variant(b, c) { return compare(_case_index(a), _case_index(b)) }
                comptime for f in @payload(c) {
                    let order = compare(a.@payload(c, f), b.@payload(c, f))
                    if order != 0 { return order }
                }
                return 0
            }
        }
        return 0
    } else comptime if @kind(T) == "optional" {
        if let x = a {
            if let y = b { return compare(x, y) }
            return 1
        }
        if b.is_null() { return 0 }
        return -1
    } else comptime if @kind(T) == "void" {
        return 0
    } else {
        @compile_error("values of this type have no order")
    }
}

/// The place of the case of `v` among the cases of its enum.
func _case_index<E>(v: E) usize {
    comptime for c in @variants(E) {
        if @is_variant(v, c) { return c.index }
    }
    return 0
}

@inline
func _compare_bytes(a: *byte, a_len: usize, b: *byte, b_len: usize) int32 {
    let n = a_len
    if b_len < n { n = b_len }
    if n >= 8 {
        // The first eight bytes decide most of the time.
        let x = @bswap(_load64(a))
        let y = @bswap(_load64(b))
        if x != y {
            if x < y { return -1 }
            return 1
        }
        let order = @memcmp(a + 8, b + 8, n -% 8)
        if order < 0 { return -1 }
        if order > 0 { return 1 }
    } else {
        for let i: usize = 0; i < n; i++ {
            if a[i] != b[i] {
                if a[i] < b[i] { return -1 }
                return 1
            }
        }
    }
    if a_len < b_len { return -1 }
    if a_len > b_len { return 1 }
    return 0
}

func _compare_elements<T>(a: *T, a_len: usize, b: *T, b_len: usize) int32 {
    let n = a_len
    if b_len < n { n = b_len }
    for let i: usize = 0; i < n; i++ {
        let order = compare(*(a + i), *(b + i))
        if order != 0 { return order }
    }
    if a_len < b_len { return -1 }
    if a_len > b_len { return 1 }
    return 0
}

/// The lesser of two values; the first when they are equal.
func min<T>(a: T, b: T) T {
    if compare(b, a) < 0 { return b }
    return a
}

/// The greater of two values; the first when they are equal.
func max<T>(a: T, b: T) T {
    if compare(b, a) > 0 { return b }
    return a
}

/// `x`, or the end of `low` to `high` that it lies beyond.
func clamp<T>(x: T, low: T, high: T) T {
    if compare(x, low) < 0 { return low }
    if compare(x, high) > 0 { return high }
    return x
}

/// The value without its sign; panics for the least value of a signed integer type.
func abs<T>(x: T) T {
    comptime if @kind(T) == "float" {
        return @abs(x)
    } else {
        if x < 0 { return -x }
        return x
    }
}

/// Exchanges the values of two places.
@inline
func swap<T>(a: *T, b: *T) {
    comptime if @is_trivial(T) {
        let saved = *a
        *a = *b
        *b = saved
    } else {
        // Bit by bit: nothing is counted, and nothing can panic half way. What owns something consists of whole words.
        let left = @ptr_cast<uint64>(a)
        let right = @ptr_cast<uint64>(b)
        for let i: usize = 0; i < @sizeof(T) >> 3; i++ {
            let word = left[i]
            left[i] = right[i]
            right[i] = word
        }
    }
}
