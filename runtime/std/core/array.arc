namespace core

// Methods of `[N]T`. They take the array's address: arrays are large and never shared.

/// The address of the first element.
@inline
func _array_data<T, comptime N: usize>(a: *[N]T) *T { return @ptr_cast<T>(a) }

/// How many elements the array has.
@inline
@readonly
func len<T, comptime N: usize>(self a: *[N]T) usize { return N }

/// The address of the first element.
@inline
@readonly
func pointer<T, comptime N: usize>(self a: *[N]T) *T { return _array_data(a) }

/// True for arrays of no elements.
@inline
@readonly
func is_empty<T, comptime N: usize>(self a: *[N]T) bool { return N == 0 }

@inline
@readonly
func _at<T, comptime N: usize>(self a: *[N]T, i: isize) *T { return _array_data(a) + @index_check(i, N) }

@inline
func _at_mut<T, comptime N: usize>(self a: *[N]T, i: isize) *T { return _array_data(a) + @index_check(i, N) }

@inline
@readonly
func _raw_data<T, comptime N: usize>(self a: *[N]T) *T { return _array_data(a) }

/// The elements `low` up to `high`; they are copied, since an array lives where its variable is.
@readonly
func _slice_of<T, comptime N: usize>(self a: *[N]T, low: usize, high: usize) []T {
    if low > high || high > N { _panic_slice(low, high, N) }
    return _array_slice(_array_data(a) + low, high -% low)
}

/// What an array becomes where a slice is wanted: a copy of its elements.
@lang("array_slice")
func _array_slice<T>(data: *T, count: usize) []T {
    if count == 0 { return _slice<T>{_len: 0} }
    let fresh = _new_buffer(count, @sizeof(T))
    let copy = _filled<T>(fresh, data, count)
    _set_buffer_initialized(fresh, count)
    return _slice<T>{_owner: fresh, _data: copy, _len: count}
}

/// A copy of all elements as a slice.
@readonly
func as_slice<T, comptime N: usize>(self a: *[N]T) []T { return a._slice_of(0, N) }

/// The element `i`, or null when there is none.
@readonly
func get<T, comptime N: usize>(self a: *[N]T, i: usize) T? {
    if i >= N { return null }
    return _array_data(a)[i]
}

/// The first element, or null.
@readonly
func first<T, comptime N: usize>(self a: *[N]T) T? { return a.get(0) }

/// The last element, or null.
@readonly
func last<T, comptime N: usize>(self a: *[N]T) T? { return a.get(N -% 1) }

/// A copy of the elements as a vector.
@readonly
func to_vector<T, comptime N: usize>(self a: *[N]T) vector<T> {
    let out = vector<T>{_len: 0}
    out._append_copies(_array_data(a), N)
    return out
}

/// Makes every element equal to `value`.
func fill<T, comptime N: usize>(self a: *[N]T, value: T) {
    let saved = value
    for let i: usize = 0; i < N; i++ { (*a)[i] = saved }
}

/// Exchanges two elements.
func swap<T, comptime N: usize>(self a: *[N]T, i: usize, j: usize) {
    let saved = (*a)[i]
    (*a)[i] = (*a)[j]
    (*a)[j] = saved
}

/// Turns the order round.
func reverse<T, comptime N: usize>(self a: *[N]T) {
    for let i: usize = 0; i < N / 2; i++ { a.swap(i, N - 1 - i) }
}

/// Sorts by `compare` (`<`); equal elements keep their order.
func sort<T, comptime N: usize>(self a: *[N]T) { _sort(_array_data(a), N) }

/// Sorts so that `less(a, b)` holds where `a` comes first.
func sort_by<T, comptime N: usize>(self a: *[N]T, less: func(T, T) bool) { _merge_sort(_array_data(a), N, less) }
