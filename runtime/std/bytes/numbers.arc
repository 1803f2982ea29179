namespace bytes

// Integers in bytes: "little" has the low byte first, "big" the high one. T is an integer type.

/// The number of type `T` at byte `at`, low byte first; panics when the bytes end before it does.
func get_little<T>(data: []byte, at: usize = 0) T {
    let _ = data[at..at + @sizeof(T)]
    let value: T = 0
    @memcpy(&value, data.pointer() + at, @sizeof(T))
    return value
}

/// The number of type `T` at byte `at`, high byte first; panics when the bytes end before it does.
func get_big<T>(data: []byte, at: usize = 0) T { return _swapped(get_little<T>(data, at)) }

/// Writes `value` over the bytes from `at`, low byte first; panics when they end before it does.
func put_little<T>(data: *vector<byte>, at: usize, value: T) {
    let copy = value
    let last = at + @sizeof(T) - 1
    (*data)[last] = 0               // bounds, and makes the vector's memory its own
    @memcpy(&(*data)[at], &copy, @sizeof(T))
}

/// Writes `value` over the bytes from `at`, high byte first; panics when they end before it does.
func put_big<T>(data: *vector<byte>, at: usize, value: T) { put_little(data, at, _swapped(value)) }

/// Adds `value` to the end, low byte first.
func append_little<T>(data: *vector<byte>, value: T) {
    let copy = value
    data.extend(slice_of_pointer(@ptr_cast<byte>(&copy), @sizeof(T)))
}

/// Adds `value` to the end, high byte first.
func append_big<T>(data: *vector<byte>, value: T) { append_little(data, _swapped(value)) }

@inline
func _swapped<T>(value: T) T {
    comptime if @sizeof(T) == 1 { return value } else { return @bswap(value) }
}

/// Adds `value` in groups of seven bits, low ones first, as protocol buffers do: small numbers take one byte, the largest ten.
func append_varint(data: *vector<byte>, value: uint64) {
    let left = value
    for left >= 0x80 {
        data.push(truncate<byte>(left) | 0x80)
        left = left >> 7
    }
    data.push(truncate<byte>(left))
}

/// The number that `append_varint` wrote at byte `at`, and how many bytes it takes; null when the bytes end too early or hold
/// more than 64 bits.
func get_varint(data: []byte, at: usize = 0) (uint64, usize)? {
    let value: uint64 = 0
    let i = at
    let shift: uint32 = 0
    for i < data.len() {
        let b = data[i]
        if shift == 63 && b > 1 { return null }
        value = value | (cast<uint64>(b & 0x7F) << shift)
        i += 1
        if b < 0x80 { return (value, i - at) }
        shift += 7
        if shift > 63 { return null }
    }
    return null
}

/// A signed number as an unsigned one that is small when the number is near 0, for `append_varint`.
func zigzag(value: int64) uint64 { return bitcast<uint64>((value << 1) ^ (value >> 63)) }

/// The number that `zigzag` changed.
func unzigzag(value: uint64) int64 { return bitcast<int64>((value >> 1) ^ (0 -% (value & 1))) }
