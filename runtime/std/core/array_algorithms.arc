namespace core

// The algorithms of sequences as methods of arrays; algorithms.arc has their bodies.

/// `f` of each element.
@readonly
func map<T, comptime N: usize, U>(self v: *[N]T, f: func(T) U) vector<U> { return _map(_array_data(v), N, f) }

/// The elements of which `keep` says so.
@readonly
func filter<T, comptime N: usize>(self v: *[N]T, keep: func(T) bool) vector<T> { return _filter(_array_data(v), N, keep) }

/// Joins all elements from the left: `f(f(start, a), b)` …
@readonly
func reduce<T, comptime N: usize, A>(self v: *[N]T, start: A, f: func(A, T) A) A { return _reduce(_array_data(v), N, start, f) }

/// True when `f` holds for some element.
@readonly
func any<T, comptime N: usize>(self v: *[N]T, f: func(T) bool) bool { return _find_where(_array_data(v), N, f) != N }

/// True when `f` holds for every element.
@readonly
func all<T, comptime N: usize>(self v: *[N]T, f: func(T) bool) bool { return _all(_array_data(v), N, f) }

/// For how many elements `f` holds.
@readonly
func count_where<T, comptime N: usize>(self v: *[N]T, f: func(T) bool) usize { return _count_where(_array_data(v), N, f) }

/// The first element for which `f` holds, or null.
@readonly
func find<T, comptime N: usize>(self v: *[N]T, f: func(T) bool) T? { return _found(_array_data(v), N, _find_where(_array_data(v), N, f)) }

/// The index of the first element for which `f` holds, or null.
@readonly
func position<T, comptime N: usize>(self v: *[N]T, f: func(T) bool) usize? { return _position(_find_where(_array_data(v), N, f), N) }

/// The index of the first element equal to `value`, or null.
@readonly
func index_of<T, comptime N: usize>(self v: *[N]T, value: T) usize? { return _position(_find_equal(_array_data(v), N, value), N) }

/// True when an element equals `value`.
@readonly
func contains<T, comptime N: usize>(self v: *[N]T, value: T) bool { return _find_equal(_array_data(v), N, value) != N }

/// The index of an element equal to `value` in a sorted sequence, or null.
@readonly
func binary_search<T, comptime N: usize>(self v: *[N]T, value: T) usize? { return _binary_search(_array_data(v), N, value) }

/// How many elements of a sorted sequence are less than `value`.
@readonly
func lower_bound<T, comptime N: usize>(self v: *[N]T, value: T) usize { return _lower_bound(_array_data(v), N, value) }

/// The least element (the first of equal ones), or null.
@readonly
func min<T, comptime N: usize>(self v: *[N]T) T? { return _found(_array_data(v), N, _extreme(_array_data(v), N, -1)) }

/// The greatest element (the first of equal ones), or null.
@readonly
func max<T, comptime N: usize>(self v: *[N]T) T? { return _found(_array_data(v), N, _extreme(_array_data(v), N, 1)) }

/// The sum of the elements, with overflow checked; the zero of the type when there are none.
@readonly
func sum<T, comptime N: usize>(self v: *[N]T) T { return _sum(_array_data(v), N) }

/// Views of `size` elements each; the last may have fewer.
@readonly
func chunks<T, comptime N: usize>(self v: *[N]T, size: usize) vector<[]T> { return _chunks(v.as_slice(), size) }

/// Views of every `size` elements that follow one another.
@readonly
func windows<T, comptime N: usize>(self v: *[N]T, size: usize) vector<[]T> { return _windows(v.as_slice(), size) }
