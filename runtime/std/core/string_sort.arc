namespace core

// Sorting of strings. To compare two strings means to fetch the bytes of both from anywhere in memory; so the first
// eight bytes behind what all strings have in common are fetched once, as a number that orders as they do, and most
// comparisons look at these alone. Equal strings cannot be told apart, so order among them does not matter.

const _MANY_STRINGS: usize = 32

struct _KeyedString {
    key: uint64
    at: *string
}

func _sort_strings(data: *string, n: usize) {
    // What is sorted already is left alone.
    let i: usize = 1
    for i < n && _compare_bytes(data[i]._data, data[i]._len, data[i -% 1]._data, data[i -% 1]._len) >= 0 { i = i +% 1 }
    if i >= n { return }
    let shared = data[0]._len
    for let k: usize = 1; k < n && shared > 0; k++ { shared = _shared_bytes(data[0], data[k], shared) }
    let bytes = n * @sizeof(_KeyedString)
    let block = arc_rt_alloc(bytes)
    defer arc_rt_free(block, bytes)
    let keyed = @ptr_cast<_KeyedString>(block)
    for let k: usize = 0; k < n; k++ {
        keyed[k].key = _string_key(data[k], shared)
        keyed[k].at = data + k
    }
    _stable_sort<_KeyedString, true>(keyed, n, |a, b| {
        if a.key != b.key { a.key < b.key } else { _compare_bytes(a.at._data, a.at._len, b.at._data, b.at._len) < 0 }
    })
    let string_bytes = n *% @sizeof(string)
    let scratch = arc_rt_alloc(string_bytes)
    let moved = @ptr_cast<string>(scratch)
    for let k: usize = 0; k < n; k++ { @memcpy(moved + k, keyed[k].at, @sizeof(string)) }
    @memcpy(data, moved, string_bytes)
    arc_rt_free(scratch, string_bytes)
}

/// How many of the first `most` bytes two strings share.
func _shared_bytes(a: string, b: string, most: usize) usize {
    let limit = most
    if b._len < limit { limit = b._len }
    if @memcmp(a._data, b._data, limit) == 0 { return limit }
    let n: usize = 0
    for n < limit && a._data[n] == b._data[n] { n = n +% 1 }
    return n
}

/// The eight bytes from `from` on as a number, the first one highest, with zeros where the string ends before. Strings with
/// different keys order as the keys do; those with equal keys may still differ.
@inline
func _string_key(s: string, from: usize) uint64 {
    let left = s._len -% from
    if left >= 8 { return @bswap(_load64(s._data + from)) }
    let word: uint64 = 0
    for let i: usize = 0; i < left; i++ { word = word | (cast<uint64>(s._data[from +% i]) << cast<uint32>(56 -% 8 *% i)) }
    return word
}
