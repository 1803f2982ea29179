namespace core

// The algorithms of sequences, written over a pointer to the first element and a count. The methods of vectors, slices and
// arrays lead here.

func _map<T, U>(data: *T, n: usize, f: func(T) U) vector<U> {
    let out: vector<U> = []
    out.reserve(n)
    for let i: usize = 0; i < n; i++ { out.push(f(*(data + i))) }
    return out
}

func _filter<T>(data: *T, n: usize, keep: func(T) bool) vector<T> {
    let out: vector<T> = []
    for let i: usize = 0; i < n; i++ {
        if keep(*(data + i)) { out.push(*(data + i)) }
    }
    return out
}

func _reduce<T, A>(data: *T, n: usize, start: A, f: func(A, T) A) A {
    let value = start
    for let i: usize = 0; i < n; i++ { value = f(value, *(data + i)) }
    return value
}

func _find_where<T>(data: *T, n: usize, f: func(T) bool) usize {
    for let i: usize = 0; i < n; i++ {
        if f(*(data + i)) { return i }
    }
    return n
}

func _all<T>(data: *T, n: usize, f: func(T) bool) bool {
    for let i: usize = 0; i < n; i++ {
        if !f(*(data + i)) { return false }
    }
    return true
}

func _count_where<T>(data: *T, n: usize, f: func(T) bool) usize {
    let count: usize = 0
    for let i: usize = 0; i < n; i++ {
        if f(*(data + i)) { count = count +% 1 }
    }
    return count
}

func _find_equal<T>(data: *T, n: usize, value: T) usize {
    for let i: usize = 0; i < n; i++ {
        if eq(*(data + i), value) { return i }
    }
    return n
}

/// The element at `i`, or null when `i` is the count.
func _found<T>(data: *T, n: usize, i: usize) T? {
    if i >= n { return null }
    return *(data + i)
}

/// `i`, or null when it is the count.
func _position(i: usize, n: usize) usize? {
    if i >= n { return null }
    return i
}

func _lower_bound<T>(data: *T, n: usize, value: T) usize {
    let low: usize = 0
    let high = n
    for low < high {
        let middle = low +% ((high -% low) >> 1)
        if compare(*(data + middle), value) < 0 { low = middle +% 1 } else { high = middle }
    }
    return low
}

func _binary_search<T>(data: *T, n: usize, value: T) usize? {
    let i = _lower_bound(data, n, value)
    if i < n && eq(*(data + i), value) { return i }
    return null
}

/// The index of the least (`sign` -1) or greatest (1) element, or the count.
func _extreme<T>(data: *T, n: usize, sign: int32) usize {
    if n == 0 { return n }
    let best: usize = 0
    for let i: usize = 1; i < n; i++ {
        if compare(*(data + i), *(data + best)) == sign { best = i }
    }
    return best
}

func _sum<T>(data: *T, n: usize) T {
    let total = @zero_value<T>()
    for let i: usize = 0; i < n; i++ { total += *(data + i) }
    return total
}

func _chunks<T>(all: []T, size: usize) vector<[]T> {
    if size == 0 { panic("chunks of size 0") }
    let out: vector<[]T> = []
    let i: usize = 0
    for i < all._len {
        let end = all._len
        if end -% i > size { end = i +% size }
        out.push(all._slice_of(i, end))
        i = end
    }
    return out
}

func _windows<T>(all: []T, size: usize) vector<[]T> {
    if size == 0 { panic("windows of size 0") }
    let out: vector<[]T> = []
    let i: usize = 0
    for i < all._len && all._len -% i >= size {
        out.push(all._slice_of(i, i +% size))
        i = i +% 1
    }
    return out
}

/// The texts one after the other with `separator` between them.
func _join(data: *string, n: usize, separator: string) string {
    if n == 0 { return "" }
    let total = separator._len * (n - 1)
    for let i: usize = 0; i < n; i++ { total += (*(data + i))._len }
    let out = StringBuilder{}
    out.reserve(total)
    for let i: usize = 0; i < n; i++ {
        if i != 0 { out.add(separator) }
        out.add(*(data + i))
    }
    return out.finish()
}

/// The texts with `separator` between them.
func join(self v: vector<string>, separator: string = "") string { return _join(v._data, v._len, separator) }
/// The texts with `separator` between them.
func join(self v: []string, separator: string = "") string { return _join(v._data, v._len, separator) }
/// The texts with `separator` between them.
@readonly
func join<comptime N: usize>(self v: *[N]string, separator: string = "") string { return _join(_array_data(v), N, separator) }

/// The elements of all parts, one part after the other.
func concat<T>(self v: vector<vector<T>>) vector<T> {
    let out: vector<T> = []
    for part in v { out.extend(part) }
    return out
}

/// Pairs of the elements at the same index, as many as the shorter one has.
func zip<T, U>(self a: vector<T>, b: vector<U>) vector<(T, U)> {
    let out: vector<(T, U)> = []
    let n = a._len
    if b._len < n { n = b._len }
    out.reserve(n)
    for let i: usize = 0; i < n; i++ { out.push((*(a._data + i), *(b._data + i))) }
    return out
}

/// Sorts any sequence type; equal elements keep their order.
func _sort<T>(data: *T, n: usize) {
    comptime if @kind(T) == "int" || @kind(T) == "float" || @kind(T) == "char" || @kind(T) == "bool" || @kind(T) == "duration" {
        _quick_sort(data, n)
    } else comptime if @kind(T) == "string" {
        if n > _MANY_STRINGS { _sort_strings(data, n) } else { _stable_sort<T, false>(data, n, |a, b| false) }
    } else {
        _stable_sort<T, false>(data, n, |a, b| false)
    }
}
