namespace compute

// Bytes to values, in two passes. `_validate` walks the bytes without making anything: it checks every length against what
// is left, every tag, every character. After it `_decode_at` cannot fail, so no half-made value ever has to be taken apart.

struct _Reader {
    data: *byte
    at: usize
    length: usize
    depth: uint32       // of enums inside enums

    /// How many bytes are left.
    @inline
    func left(self r: *_Reader) usize { return r.length -% r.at }

    /// Steps over `size` bytes, if they are there.
    @inline
    func skip(self r: *_Reader, size: usize) bool {
        if r.length -% r.at < size { return false }
        r.at = r.at +% size
        return true
    }

    /// The next value of a plain type; it was validated.
    @inline
    func take<T>(self r: *_Reader) T {
        let x = _get<T>(r.data + r.at)
        r.at = r.at +% @sizeof(T)
        return x
    }

    /// A length, if it is there and not above `most`.
    func length_up_to(self r: *_Reader, least_size: usize) usize? {
        if r.left() < 8 { return null }
        let n = r.take<uint64>()
        if least_size != 0 && n > cast<uint64>(r.left() / least_size) { return null }
        return cast<usize>(n)
    }
}

// Deeper nesting than this is refused: decoding it would need more stack than there is.
const _MAX_DEPTH: uint32 = 20_000

/// Steps over a value of type T; false when the bytes are not one.
func _validate<T>(r: *_Reader) bool {
    comptime if @is_bits(T) || @kind(T) == "duration" {
        return r.skip(@sizeof(T))
    } else comptime if @kind(T) == "bool" {
        if r.left() < 1 { return false }
        return r.take<byte>() < 2
    } else comptime if @kind(T) == "char" {
        if r.left() < 4 { return false }
        return char_from(r.take<uint32>()).is_some()
    } else comptime if @kind(T) == "void" {
        return true
    } else comptime if @kind(T) == "string" {
        if let n = r.length_up_to(1) {
            let start = r.data + r.at
            r.at += n
            return is_utf8(start, n)
        }
        return false
    } else comptime if @kind(T) == "vector" || @kind(T) == "slice" {
        comptime if @is_bits(@element(T)) {
            if let n = r.length_up_to(@sizeof(@element(T))) { return r.skip(n * @sizeof(@element(T))) }
            return false
        } else {
            if let n = r.length_up_to(1) { return _validate_many<@element(T)>(r, n) }
            return false
        }
    } else comptime if @kind(T) == "array" {
        return _validate_many<@element(T)>(r, @length(T))
    } else comptime if @kind(T) == "map" {
        if let n = r.length_up_to(1) {
            for let i: usize = 0; i < n; i++ {
                if !_validate<@key(T)>(r) || !_validate<@value(T)>(r) { return false }
            }
            return true
        }
        return false
    } else comptime if @kind(T) == "set" {
        if let n = r.length_up_to(1) { return _validate_many<@element(T)>(r, n) }
        return false
    } else comptime if @kind(T) == "optional" {
        if r.left() < 1 { return false }
        let tag = r.take<byte>()
        if tag == 0 { return true }
        if tag != 1 || r.depth >= _MAX_DEPTH { return false }
        r.depth = r.depth +% 1
        let good = _validate<@element(T)>(r)
        r.depth = r.depth -% 1
        return good
    } else comptime if @kind(T) == "result" {
        if r.left() < 1 { return false }
        let tag = r.take<byte>()
        if tag == 0 { return _validate<@element(T)>(r) }
        if tag == 1 { return _validate<error>(r) }
        return false
    } else comptime if @kind(T) == "struct" || @kind(T) == "tuple" {
        comptime for f in @fields(T) {
            if !_validate<@fieldtype(f)>(r) { return false }
        }
        return true
    } else comptime if @kind(T) == "enum" {
        if r.left() < 4 || r.depth >= _MAX_DEPTH { return false }
        let index = cast<usize>(r.take<uint32>())
        r.depth = r.depth +% 1
        comptime for c in @variants(T) {
            if index == c.index {
                comptime for f in @payload(c) {
                    if !_validate<@fieldtype(f)>(r) { return false }
                }
                r.depth = r.depth -% 1
                return true
            }
        }
        return false
    } else {
        @compile_error("a value of this type cannot travel between processes")
    }
}

func _validate_many<T>(r: *_Reader, n: usize) bool {
    for let i: usize = 0; i < n; i++ {
        if !_validate<T>(r) { return false }
    }
    return true
}

/// The next value; it was validated.
func _decode<T>(r: *_Reader) T {
    comptime if @kind(T) == "void" {
        return ()
    } else {
        let room: [16]uint64        // a place without a value; most values need no more
        let place = @ptr_cast<T>(&room[0])
        if @sizeof(T) > 128 { place = @ptr_cast<T>(arc_rt_alloc(@sizeof(T))) }
        _decode_at(r, place)
        let value = @take(place)
        if @sizeof(T) > 128 { arc_rt_free(@ptr_cast<byte>(place), @sizeof(T)) }
        return value
    }
}

/// Makes the next value in the uninitialized place `out`; it was validated.
func _decode_at<T>(r: *_Reader, out: *T) {
    comptime if @is_bits(T) || @kind(T) == "char" || @kind(T) == "duration" {
        @memcpy(out, r.data + r.at, @sizeof(T))
        r.at = r.at +% @sizeof(T)
    } else comptime if @kind(T) == "bool" {
        @init(out, r.take<byte>() == 1)
    } else comptime if @kind(T) == "void" {
    } else comptime if @kind(T) == "string" {
        let n = cast<usize>(r.take<uint64>())
        @init(out, string_from_valid_utf8(r.data + r.at, n))
        r.at = r.at +% n
    } else comptime if @kind(T) == "vector" {
        @init(out, _decode_vector<@element(T)>(r))
    } else comptime if @kind(T) == "slice" {
        let all = _decode_vector<@element(T)>(r)
        @init(out, all.as_slice())
    } else comptime if @kind(T) == "array" {
        let data = @ptr_cast<@element(T)>(out)
        for let i: usize = 0; i < @length(T); i++ { _decode_at(r, data + i) }
    } else comptime if @kind(T) == "map" {
        let n = cast<usize>(r.take<uint64>())
        let all = T{}
        all.reserve(n)
        for let i: usize = 0; i < n; i++ {
            let key = _decode<@key(T)>(r)
            all[key] = _decode<@value(T)>(r)
        }
        @init(out, all)
    } else comptime if @kind(T) == "set" {
        let n = cast<usize>(r.take<uint64>())
        let all = T{}
        all.reserve(n)
        for let i: usize = 0; i < n; i++ { all.insert(_decode<@element(T)>(r)) }
        @init(out, all)
    } else comptime if @kind(T) == "optional" {
        if r.take<byte>() == 0 {
            let none: T = null
            @init(out, none)
        } else {
            let some: T = _decode<@element(T)>(r)
            @init(out, some)
        }
    } else comptime if @kind(T) == "result" {
        if r.take<byte>() == 0 {
            let good: T = _decode<@element(T)>(r)
            @init(out, good)
        } else {
            let bad: T = _decode<error>(r)
            @init(out, bad)
        }
    } else comptime if @kind(T) == "struct" || @kind(T) == "tuple" {
        comptime for f in @fields(T) { _decode_at(r, &out.@field(f)) }
    } else comptime if @kind(T) == "enum" {
        let index = cast<usize>(r.take<uint32>())
        comptime for c in @variants(T) {
            if index == c.index {
                @variant_init(out, c)
                comptime for f in @payload(c) { _decode_at(r, &out.@payload(c, f)) }
            }
        }
    } else {
        @compile_error("a value of this type cannot travel between processes")
    }
}

func _decode_vector<E>(r: *_Reader) vector<E> {
    let n = cast<usize>(r.take<uint64>())
    let out: vector<E> = []
    comptime if @is_bits(E) {
        out.resize_uninitialized(n)
        @memcpy(out.pointer(), r.data + r.at, n * @sizeof(E))
        r.at = r.at +% n *% @sizeof(E)
    } else {
        out.reserve(n)
        for let i: usize = 0; i < n; i++ { out.push(_decode<E>(r)) }
    }
    return out
}
