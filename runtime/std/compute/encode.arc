namespace compute

// Values to bytes. Numbers little-endian in their own size; bool and the tag of optionals and results one byte; char four;
// strings and sequences a length of eight, then their parts; enums the index of the case in four, then its payload. What is
// plain (numbers and what consists of them without gaps) is copied as it lies in memory. A first pass measures, so that the
// second writes into memory of the right size.

/// The offset behind `v` when it begins at `at`.
func _measure<T>(at: usize, v: T) usize {
    comptime if @is_bits(T) {
        return at + @sizeof(T)
    } else comptime if @kind(T) == "bool" {
        return at + 1
    } else comptime if @kind(T) == "char" {
        return at + 4
    } else comptime if @kind(T) == "duration" {
        return at + 8
    } else comptime if @kind(T) == "void" {
        return at
    } else comptime if @kind(T) == "string" {
        return at + 8 + v.len()
    } else comptime if @kind(T) == "vector" || @kind(T) == "slice" {
        comptime if @is_bits(@element(T)) {
            return at + 8 + v.len() * @sizeof(@element(T))
        } else {
            let p = v.pointer()
            let n = v.len()
            let end = at + 8
            for let i: usize = 0; i < n; i++ { end = _measure(end, *(p + i)) }
            return end
        }
    } else comptime if @kind(T) == "array" {
        let end = at
        for let i: usize = 0; i < @length(T); i++ { end = _measure(end, v[i]) }
        return end
    } else comptime if @kind(T) == "map" {
        let end = at + 8
        for k, x in v { end = _measure(_measure(end, k), x) }
        return end
    } else comptime if @kind(T) == "set" {
        let end = at + 8
        for x in v { end = _measure(end, x) }
        return end
    } else comptime if @kind(T) == "optional" {
        if let x = v { return _measure(at + 1, x) }
        return at + 1
    } else comptime if @kind(T) == "result" {
        match v {
            ok(x) => { return _measure(at + 1, x) }
            err(e) => { return _measure(at + 1, e) }
        }
    } else comptime if @kind(T) == "struct" || @kind(T) == "tuple" {
        let end = at
        comptime for f in @fields(T) { end = _measure(end, v.@field(f)) }
        return end
    } else comptime if @kind(T) == "enum" {
        let end = at + 4
        comptime for c in @variants(T) {
            if @is_variant(v, c) {
                comptime for f in @payload(c) { end = _measure(end, v.@payload(c, f)) }
            }
        }
        return end
    } else {
        @compile_error("a value of this type cannot travel between processes")
    }
}

/// Writes `v` at `to` and gives the address behind it.
func _encode<T>(to: *byte, v: T) *byte {
    comptime if @is_bits(T) || @kind(T) == "char" || @kind(T) == "duration" {
        _put(to, v)
        return to + @sizeof(T)
    } else comptime if @kind(T) == "bool" {
        if v { to[0] = 1 } else { to[0] = 0 }
        return to + 1
    } else comptime if @kind(T) == "void" {
        return to
    } else comptime if @kind(T) == "string" {
        return _encode_block(to, v.pointer(), v.len(), 1)
    } else comptime if @kind(T) == "vector" || @kind(T) == "slice" {
        comptime if @is_bits(@element(T)) {
            return _encode_block(to, @ptr_cast<byte>(v.pointer()), v.len(), @sizeof(@element(T)))
        } else {
            let p = v.pointer()
            let n = v.len()
            _put<uint64>(to, cast<uint64>(n))
            let end = to + 8
            for let i: usize = 0; i < n; i++ { end = _encode(end, *(p + i)) }
            return end
        }
    } else comptime if @kind(T) == "array" {
        let end = to
        for let i: usize = 0; i < @length(T); i++ { end = _encode(end, v[i]) }
        return end
    } else comptime if @kind(T) == "map" {
        _put<uint64>(to, cast<uint64>(v.len()))
        let end = to + 8
        for k, x in v { end = _encode(_encode(end, k), x) }
        return end
    } else comptime if @kind(T) == "set" {
        _put<uint64>(to, cast<uint64>(v.len()))
        let end = to + 8
        for x in v { end = _encode(end, x) }
        return end
    } else comptime if @kind(T) == "optional" {
        if let x = v {
            to[0] = 1
            return _encode(to + 1, x)
        }
        to[0] = 0
        return to + 1
    } else comptime if @kind(T) == "result" {
        match v {
            ok(x) => {
                to[0] = 0
                return _encode(to + 1, x)
            }
            err(e) => {
                to[0] = 1
                return _encode(to + 1, e)
            }
        }
    } else comptime if @kind(T) == "struct" || @kind(T) == "tuple" {
        let end = to
        comptime for f in @fields(T) { end = _encode(end, v.@field(f)) }
        return end
    } else comptime if @kind(T) == "enum" {
        let end = to + 4
        comptime for c in @variants(T) {
            if @is_variant(v, c) {
                _put<uint32>(to, cast<uint32>(c.index))
                comptime for f in @payload(c) { end = _encode(end, v.@payload(c, f)) }
            }
        }
        return end
    } else {
        @compile_error("a value of this type cannot travel between processes")
    }
}

/// A length and that many elements of `size` bytes.
func _encode_block(to: *byte, from: *byte, count: usize, size: usize) *byte {
    _put<uint64>(to, cast<uint64>(count))
    @memcpy(to + 8, from, count *% size)
    return to + 8 + count *% size
}

/// The place for the elements behind a pointer's count: they are read where they lie, so they stand at multiples of 8.
@inline
func _aligned(at: usize) usize { return (at + 7) & ~cast<usize>(7) }

/// The size of a pack. A pointer stands for as many elements as the `usize` behind it says.
func _measure_pack(args...) usize {
    let at: usize = 0
    let counted = false
    comptime for i, a in args {
        comptime if @kind(@typeof(a)) == "pointer" {
            let count: usize = 0
            comptime for k, b in args {
                comptime if @typeof(b) == usize {
                    if k == i + 1 { count = b }
                }
            }
            at = _aligned(at + 8)
            comptime if @is_bits(@element(@typeof(a))) {
                at += count * @sizeof(@element(@typeof(a)))
            } else {
                for let n: usize = 0; n < count; n++ { at = _measure(at, *(a + n)) }
            }
            counted = true
        } else {
            if !counted { at = _measure(at, a) }
            counted = false
        }
    }
    return at
}

func _encode_pack(base: *byte, args...) {
    let to = base
    let counted = false
    comptime for i, a in args {
        comptime if @kind(@typeof(a)) == "pointer" {
            let count: usize = 0
            comptime for k, b in args {
                comptime if @typeof(b) == usize {
                    if k == i + 1 { count = b }
                }
            }
            _put<uint64>(to, cast<uint64>(count))
            let at = @address(to) - @address(base) + 8
            @memset(to + 8, 0, _aligned(at) - at)
            to = base + _aligned(at)
            comptime if @is_bits(@element(@typeof(a))) {
                @memcpy(to, a, count * @sizeof(@element(@typeof(a))))
                to = to + count * @sizeof(@element(@typeof(a)))
            } else {
                for let n: usize = 0; n < count; n++ { to = _encode(to, *(a + n)) }
            }
            counted = true
        } else {
            if !counted { to = _encode(to, a) }
            counted = false
        }
    }
}
