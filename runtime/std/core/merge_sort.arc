namespace core

// The stable sort of everything that is not a plain number.
//
// Runs of 16 elements are sorted by insertion, then merged from one buffer into another and back. Elements move bit by bit.
// While the user's function is called, one of the two buffers holds every element once: when it panics, the elements go back
// to their place from there, and nothing is lost or freed twice. Large elements are sorted by their addresses instead.

const _RUN: usize = 16
const _LARGE_ELEMENT: usize = 64        // bytes

/// Sorts by `less`; elements of which none is less keep their order.
func _merge_sort<T>(data: *T, n: usize, less: func(T, T) bool) { _stable_sort<T, true>(data, n, less) }

/// `less(a, b)` when the caller gave a function, else the order of the type.
@inline
func _comes_before<T, comptime GIVEN: bool>(a: *T, b: *T, less: func(T, T) bool) bool {
    comptime if GIVEN { return less(*a, *b) } else { return compare(*a, *b) < 0 }
}

func _stable_sort<T, comptime GIVEN: bool>(data: *T, n: usize, less: func(T, T) bool) {
    if n < 2 { return }
    let i: usize = 1
    for i < n && !_comes_before<T, GIVEN>(data + i, data + (i -% 1), less) { i = i +% 1 }
    if i == n { return }
    comptime if @kind(T) != "pointer" {
        if @sizeof(T) > _LARGE_ELEMENT {
            _sort_by_address<T, GIVEN>(data, n, less)
            return
        }
    }
    let low: usize = 0
    for low < n {
        let high = n
        if high -% low > _RUN { high = low +% _RUN }
        _insertion_sort_values<T, GIVEN>(data, low, high, less)
        low = high
    }
    if n > _RUN { _merge_runs<T, GIVEN>(data, n, less) }
}

/// Each element's place is found first, then it moves there in one step.
func _insertion_sort_values<T, comptime GIVEN: bool>(data: *T, low: usize, high: usize, less: func(T, T) bool) {
    let block: [8]uint64
    let saved = @ptr_cast<T>(&block[0])
    for let i = low +% 1; i < high; i++ {
        let at = i
        for at > low && _comes_before<T, GIVEN>(data + i, data + (at -% 1), less) { at = at -% 1 }
        if at == i { continue }
        @memcpy(saved, data + i, @sizeof(T))
        @memmove(data + (at +% 1), data + at, (i -% at) *% @sizeof(T))
        @memcpy(data + at, saved, @sizeof(T))
    }
}

func _merge_runs<T, comptime GIVEN: bool>(data: *T, n: usize, less: func(T, T) bool) {
    let bytes = n *% @sizeof(T)
    let scratch = arc_rt_alloc(bytes)
    let from = data             // holds every element
    let to = @ptr_cast<T>(scratch)
    defer {
        if @address(from) != @address(data) { @memcpy(data, from, bytes) }
        arc_rt_free(scratch, bytes)
    }
    let width = _RUN
    for width < n {
        let low: usize = 0
        for low < n {
            let middle = n
            if middle -% low > width { middle = low +% width }
            let high = n
            if high -% middle > width { high = middle +% width }
            _merge_values<T, GIVEN>(from, to, low, middle, high, less)
            low = high
        }
        let swapped = from
        from = to
        to = swapped
        width = width *% 2
    }
}

func _merge_values<T, comptime GIVEN: bool>(from: *T, to: *T, low: usize, middle: usize, high: usize, less: func(T, T) bool) {
    if middle == high || !_comes_before<T, GIVEN>(from + middle, from + (middle -% 1), less) {
        @memcpy(to + low, from + low, (high -% low) *% @sizeof(T))
        return
    }
    let a = from + low
    let a_end = from + middle
    let b = a_end
    let b_end = from + high
    let out = to + low
    for a != a_end && b != b_end {
        if _comes_before<T, GIVEN>(b, a, less) {
            @memcpy(out, b, @sizeof(T))
            b = b + 1
        } else {
            @memcpy(out, a, @sizeof(T))
            a = a + 1
        }
        out = out + 1
    }
    @memcpy(out, a, @address(a_end) -% @address(a))
    out = out + (@address(a_end) -% @address(a)) / @sizeof(T)
    @memcpy(out, b, @address(b_end) -% @address(b))
}

/// Sorts the addresses of the elements, then moves each element once.
func _sort_by_address<T, comptime GIVEN: bool>(data: *T, n: usize, less: func(T, T) bool) {
    let order_bytes = n * 8
    let order = arc_rt_alloc(order_bytes)
    defer arc_rt_free(order, order_bytes)
    let addresses = @ptr_cast<*T>(order)
    for let k: usize = 0; k < n; k++ { addresses[k] = data + k }
    _stable_sort<*T, true>(addresses, n, |a, b| _comes_before<T, GIVEN>(a, b, less))
    let bytes = n *% @sizeof(T)
    let scratch = arc_rt_alloc(bytes)
    let moved = @ptr_cast<T>(scratch)
    for let k: usize = 0; k < n; k++ { @memcpy(moved + k, addresses[k], @sizeof(T)) }
    @memcpy(data, moved, bytes)
    arc_rt_free(scratch, bytes)
}
