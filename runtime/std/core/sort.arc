namespace core

// Sorting.
//
// Numbers and chars: many of them by radix, byte by byte from the low end, without the bytes that all have in common; fewer by
// quicksort with the median of three or nine as pivot, insertion sort below 24 elements, heap sort when the partitions stay
// bad. Equal numbers cannot be told apart, so order among them does not matter. Runs that are sorted already, up or down,
// are seen first.
//
// Everything else (merge_sort.arc): a stable merge sort.

/// Sorts scalars. Floats sort by value with NaN behind all others, as `compare` does.
func _quick_sort<T>(data: *T, n: usize) {
    if n < 2 { return }
    let i: usize = 1
    for i < n && !_scalar_less(data[i], data[i -% 1]) { i = i +% 1 }
    if i == n { return }
    if i == 1 {
        for i < n && _scalar_less(data[i], data[i -% 1]) { i = i +% 1 }
        if i == n {
            _reverse_scalars(data, n)
            return
        }
    }
    if n >= _RADIX_MIN && n > @sizeof(T) * 200 {
        _radix_sort(data, n)
        return
    }
    let depth = (64 - cast<int32>(@clz(cast<uint64>(n)))) * 2
    _quick_sort_range(data, 0, n, depth)
}

const _RADIX_MIN: usize = 1000

/// An unsigned number that orders as the scalar does.
@inline
func _radix_key<T>(x: T) uint64 {
    comptime if @kind(T) == "float" {
        let wide: float64 = x
        if wide != wide { return 0xFFFFFFFFFFFFFFFF }       // NaN comes last
        let bits = bitcast<uint64>(wide + 0.0)              // -0.0 becomes 0.0, which it equals
        if (bits >> 63) != 0 { return ~bits }
        return bits | 0x8000000000000000
    } else comptime if @kind(T) == "char" {
        return bitcast<uint32>(x)
    } else comptime if @kind(T) == "bool" {
        if x { return 1 }
        return 0
    } else comptime if @kind(T) == "duration" {
        return bitcast<uint64>(x) ^ 0x8000000000000000
    } else comptime if @is_signed(T) {
        let wide: int64 = x
        return bitcast<uint64>(wide) ^ 0x8000000000000000
    } else {
        return truncate<uint64>(x)
    }
}

func _radix_sort<T>(data: *T, n: usize) {
    // How often each value of each byte occurs, in one pass.
    let counts: [2048]usize
    let c = &counts[0]
    for let i: usize = 0; i < n; i++ {
        let key = _radix_key(data[i])
        for let b: usize = 0; b < 8; b++ {
            let at = (b << 8) | truncate<usize>((key >> truncate<uint32>(b << 3)) & 255)
            c[at] = c[at] +% 1
        }
    }
    let bytes = n *% @sizeof(T)
    let scratch = arc_rt_alloc(bytes)
    let from = data
    let to = @ptr_cast<T>(scratch)
    for let b: usize = 0; b < 8; b++ {
        let shift = truncate<uint32>(b << 3)
        let row = c + (b << 8)
        if row[truncate<usize>((_radix_key(from[0]) >> shift) & 255)] == n { continue }
        let sum: usize = 0
        for let v: usize = 0; v < 256; v++ {
            let k = row[v]
            row[v] = sum
            sum = sum +% k
        }
        for let i: usize = 0; i < n; i++ {
            let x = from[i]
            let digit = truncate<usize>((_radix_key(x) >> shift) & 255)
            to[row[digit]] = x
            row[digit] = row[digit] +% 1
        }
        let swapped = from
        from = to
        to = swapped
    }
    if @address(from) != @address(data) { @memcpy(data, from, bytes) }
    arc_rt_free(scratch, bytes)
}

@inline
func _scalar_less<T>(a: T, b: T) bool {
    comptime if @kind(T) == "float" {
        if a < b { return true }
        return b != b && a == a
    } else comptime if @kind(T) == "bool" {
        return !a && b
    } else {
        return a < b
    }
}

func _reverse_scalars<T>(data: *T, n: usize) {
    let a: usize = 0
    let b = n -% 1
    for a < b {
        let x = data[a]
        data[a] = data[b]
        data[b] = x
        a = a +% 1
        b = b -% 1
    }
}

func _insertion_sort<T>(data: *T, low: usize, high: usize) {
    for let i = low +% 1; i < high; i++ {
        let x = data[i]
        let j = i
        for j > low && _scalar_less(x, data[j -% 1]) {
            data[j] = data[j -% 1]
            j = j -% 1
        }
        data[j] = x
    }
}

/// The index of the median of three elements.
@inline
func _median_index<T>(data: *T, a: usize, b: usize, c: usize) usize {
    if _scalar_less(data[a], data[b]) {
        if _scalar_less(data[b], data[c]) { return b }
        if _scalar_less(data[a], data[c]) { return c }
        return a
    }
    if _scalar_less(data[a], data[c]) { return a }
    if _scalar_less(data[b], data[c]) { return c }
    return b
}

func _quick_sort_range<T>(data: *T, from: usize, to: usize, depth_left: int32) {
    let low = from
    let high = to
    let depth = depth_left
    for high -% low > 24 {
        if depth == 0 {
            _heap_sort(data + low, high -% low)
            return
        }
        depth = depth -% 1
        let size = high -% low
        let middle = low +% (size >> 1)
        let pivot_index = middle
        if size > 128 {
            let step = size >> 3
            pivot_index = _median_index(data,
                _median_index(data, low, low +% step, low +% 2 *% step),
                _median_index(data, middle -% step, middle, middle +% step),
                _median_index(data, high -% 1 -% 2 *% step, high -% 1 -% step, high -% 1))
        } else {
            pivot_index = _median_index(data, low, middle, high -% 1)
        }
        let pivot = data[pivot_index]
        // Hoare's partition: elements equal to the pivot stop both sides, so that many equal ones split evenly.
        let i = low
        let j = high -% 1
        for {
            for _scalar_less(data[i], pivot) { i = i +% 1 }
            for _scalar_less(pivot, data[j]) { j = j -% 1 }
            if i >= j { break }
            let x = data[i]
            data[i] = data[j]
            data[j] = x
            i = i +% 1
            j = j -% 1
        }
        // [low, split) <= pivot <= [split, high)
        let split = i
        if i == j && !_scalar_less(pivot, data[i]) { split = i +% 1 }
        if split == low { split = low +% 1 }
        if split == high { split = high -% 1 }
        if split -% low < high -% split {
            _quick_sort_range(data, low, split, depth)
            low = split
        } else {
            _quick_sort_range(data, split, high, depth)
            high = split
        }
    }
    if high > low { _insertion_sort(data, low, high) }
}

func _heap_sort<T>(data: *T, n: usize) {
    let start = n >> 1
    for start > 0 {
        start = start -% 1
        _sift_down(data, start, n)
    }
    let end = n
    for end > 1 {
        end = end -% 1
        let x = data[0]
        data[0] = data[end]
        data[end] = x
        _sift_down(data, 0, end)
    }
}

func _sift_down<T>(data: *T, from: usize, n: usize) {
    let root = from
    let x = data[root]
    for {
        let child = root *% 2 +% 1
        if child >= n { break }
        if child +% 1 < n && _scalar_less(data[child], data[child +% 1]) { child = child +% 1 }
        if !_scalar_less(x, data[child]) { break }
        data[root] = data[child]
        root = child
    }
    data[root] = x
}
