namespace core

// The algorithms of sequences as methods of vectors; algorithms.arc has their bodies.

/// `f` of each element.
func map<T, U>(self v: vector<T>, f: func(T) U) vector<U> { return _map(v._data, v._len, f) }

/// The elements of which `keep` says so.
func filter<T>(self v: vector<T>, keep: func(T) bool) vector<T> { return _filter(v._data, v._len, keep) }

/// Joins all elements from the left: `f(f(start, a), b)` …
func reduce<T, A>(self v: vector<T>, start: A, f: func(A, T) A) A { return _reduce(v._data, v._len, start, f) }

/// True when `f` holds for some element.
func any<T>(self v: vector<T>, f: func(T) bool) bool { return _find_where(v._data, v._len, f) != v._len }

/// True when `f` holds for every element.
func all<T>(self v: vector<T>, f: func(T) bool) bool { return _all(v._data, v._len, f) }

/// For how many elements `f` holds.
func count_where<T>(self v: vector<T>, f: func(T) bool) usize { return _count_where(v._data, v._len, f) }

/// The first element for which `f` holds, or null.
func find<T>(self v: vector<T>, f: func(T) bool) T? { return _found(v._data, v._len, _find_where(v._data, v._len, f)) }

/// The index of the first element for which `f` holds, or null.
func position<T>(self v: vector<T>, f: func(T) bool) usize? { return _position(_find_where(v._data, v._len, f), v._len) }

/// The index of the first element equal to `value`, or null.
func index_of<T>(self v: vector<T>, value: T) usize? { return _position(_find_equal(v._data, v._len, value), v._len) }

/// True when an element equals `value`.
func contains<T>(self v: vector<T>, value: T) bool { return _find_equal(v._data, v._len, value) != v._len }

/// The index of an element equal to `value` in a sorted sequence, or null.
func binary_search<T>(self v: vector<T>, value: T) usize? { return _binary_search(v._data, v._len, value) }

/// How many elements of a sorted sequence are less than `value`.
func lower_bound<T>(self v: vector<T>, value: T) usize { return _lower_bound(v._data, v._len, value) }

/// The least element (the first of equal ones), or null.
func min<T>(self v: vector<T>) T? { return _found(v._data, v._len, _extreme(v._data, v._len, -1)) }

/// The greatest element (the first of equal ones), or null.
func max<T>(self v: vector<T>) T? { return _found(v._data, v._len, _extreme(v._data, v._len, 1)) }

/// The sum of the elements, with overflow checked; the zero of the type when there are none.
func sum<T>(self v: vector<T>) T { return _sum(v._data, v._len) }

/// Views of `size` elements each; the last may have fewer.
func chunks<T>(self v: vector<T>, size: usize) vector<[]T> { return _chunks(v.as_slice(), size) }

/// Views of every `size` elements that follow one another.
func windows<T>(self v: vector<T>, size: usize) vector<[]T> { return _windows(v.as_slice(), size) }
