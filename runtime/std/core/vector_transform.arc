namespace core

// Methods of vectors that make other vectors, maps or sets of them.

/// The first `count` elements, or all when there are fewer.
func take<T>(self v: vector<T>, count: usize) vector<T> { return v._slice_of(0, min(count, v._len)).to_vector() }

/// The elements behind the first `count`.
func skip<T>(self v: vector<T>, count: usize) vector<T> { return v._slice_of(min(count, v._len), v._len).to_vector() }

/// The elements in the opposite order.
func reversed<T>(self v: vector<T>) vector<T> {
    let out = v
    out.reverse()
    return out
}

/// What `f` makes of each element, one after the other.
func flat_map<T, U>(self v: vector<T>, f: func(T) vector<U>) vector<U> {
    let out: vector<U> = []
    for x in v { out.extend(f(x)) }
    return out
}

/// The values that `f` gives, without the nulls.
func filter_map<T, U>(self v: vector<T>, f: func(T) U?) vector<U> {
    let out: vector<U> = []
    for x in v {
        if let y = f(x) { out.push(y) }
    }
    return out
}

/// The elements of which `keep` says so, and the others.
func partition<T>(self v: vector<T>, keep: func(T) bool) (vector<T>, vector<T>) {
    let kept: vector<T> = []
    let others: vector<T> = []
    for x in v {
        if keep(x) { kept.push(x) } else { others.push(x) }
    }
    return (kept, others)
}

/// The elements by the key that `key` gives for them, keys in the order of their first element.
func group_by<T, K>(self v: vector<T>, key: func(T) K) map<K, vector<T>> {
    let out: map<K, vector<T>> = {}
    for x in v { out[key(x)].push(x) }
    return out
}

/// How often each element occurs, in the order of first occurrence.
func counts<T>(self v: vector<T>) map<T, int64> {
    let out: map<T, int64> = {}
    for x in v { out[x] += 1 }
    return out
}

/// Each element once, in the order of first occurrence.
func unique<T>(self v: vector<T>) vector<T> { return v.to_set().to_vector() }

/// The element with the least key (the first of equal ones), or null.
func min_by_key<T, K>(self v: vector<T>, key: func(T) K) T? {
    if v._len == 0 { return null }
    let best: usize = 0
    let best_key = key(*v._data)
    for let i: usize = 1; i < v._len; i++ {
        let k = key(*(v._data + i))
        if compare(k, best_key) < 0 {
            best = i
            best_key = k
        }
    }
    return *(v._data + best)
}

/// The element with the greatest key (the first of equal ones), or null.
func max_by_key<T, K>(self v: vector<T>, key: func(T) K) T? {
    if v._len == 0 { return null }
    let best: usize = 0
    let best_key = key(*v._data)
    for let i: usize = 1; i < v._len; i++ {
        let k = key(*(v._data + i))
        if compare(k, best_key) > 0 {
            best = i
            best_key = k
        }
    }
    return *(v._data + best)
}

/// Calls `f` with each element.
func for_each<T>(self v: vector<T>, f: func(T)) {
    for x in v { f(x) }
}

/// An iterator, for code that takes elements one by one.
func iter<T>(self v: vector<T>) VectorIterator<T> { return VectorIterator<T>{_rest: v.as_slice()} }

/// Gives the elements of a vector or slice one after the other.
struct VectorIterator<T> {
    _rest: []T

    /// The next element, or null at the end.
    func next(self p: *VectorIterator<T>) T? {
        if p._rest._len == 0 { return null }
        let x = *p._rest._data
        p._rest._data = p._rest._data + 1
        p._rest._len = p._rest._len -% 1
        return x
    }

    /// What is left.
    func rest(self p: VectorIterator<T>) []T { return p._rest }
}
