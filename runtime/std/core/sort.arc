namespace core

// Sorting.
//
// Numbers and chars: quicksort with the median of three or nine as pivot, insertion sort below 24 elements, heap sort when
// the partitions stay bad; equal numbers cannot be told apart, so order among them does not matter. Runs that are sorted
// already, up or down, are seen first.
//
// Everything else: a merge sort of the elements' addresses, which is stable, moves each element once, and leaves the
// elements untouched while the user's function is called: a panic in it loses nothing.

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
    let depth = (64 - cast<int32>(@clz(cast<uint64>(n)))) * 2
    _quick_sort_range(data, 0, n, depth)
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

/// Sorts by `less`; elements of which none is less keep their order.
func _merge_sort<T>(data: *T, n: usize, less: func(T, T) bool) {
    if n < 2 { return }
    let i: usize = 1
    for i < n && !less(*(data + i), *(data + (i -% 1))) { i = i +% 1 }
    if i == n { return }
    // The addresses of the elements, twice: what is merged, and where it goes.
    let order_bytes = n * 16
    let order = arc_rt_alloc(order_bytes)
    defer arc_rt_free(order, order_bytes)
    let from = @ptr_cast<*T>(order)
    let to = from + n
    for let k: usize = 0; k < n; k++ { from[k] = data + k }
    let run: usize = 12
    let low: usize = 0
    for low < n {
        let high = n
        if high -% low > run { high = low +% run }
        _insertion_sort_addresses(from, low, high, less)
        low = high
    }
    let width = run
    for width < n {
        low = 0
        for low < n {
            let middle = n
            if middle -% low > width { middle = low +% width }
            let high = n
            if high -% middle > width { high = middle +% width }
            _merge_addresses(from, to, low, middle, high, less)
            low = high
        }
        let swapped = from
        from = to
        to = swapped
        width = width *% 2
    }
    // Each element moves once, through memory of its own.
    let bytes = n *% @sizeof(T)
    let scratch = arc_rt_alloc(bytes)
    let moved = @ptr_cast<T>(scratch)
    for let k: usize = 0; k < n; k++ { @memcpy(moved + k, from[k], @sizeof(T)) }
    @memcpy(data, moved, bytes)
    arc_rt_free(scratch, bytes)
}

func _insertion_sort_addresses<T>(p: **T, low: usize, high: usize, less: func(T, T) bool) {
    for let i = low +% 1; i < high; i++ {
        let x = p[i]
        let j = i
        for j > low && less(*x, *p[j -% 1]) {
            p[j] = p[j -% 1]
            j = j -% 1
        }
        p[j] = x
    }
}

func _merge_addresses<T>(from: **T, to: **T, low: usize, middle: usize, high: usize, less: func(T, T) bool) {
    let i = low
    let j = middle
    let k = low
    if middle < high && !less(*from[middle], *from[middle -% 1]) {
        // In order already.
        @memcpy(to + low, from + low, (high -% low) *% 8)
        return
    }
    for i < middle && j < high {
        if less(*from[j], *from[i]) {
            to[k] = from[j]
            j = j +% 1
        } else {
            to[k] = from[i]
            i = i +% 1
        }
        k = k +% 1
    }
    if i < middle { @memcpy(to + k, from + i, (middle -% i) *% 8) }
    if j < high { @memcpy(to + k, from + j, (high -% j) *% 8) }
}
