namespace core

// Iteration: `for` takes anything with `next(self p: *It) T?`, or with `iter()` that gives such a thing.

/// Pairs of index and element.
func enumerate<T>(self v: vector<T>) vector<(usize, T)> {
    let out: vector<(usize, T)> = []
    out.reserve(v._len)
    for let i: usize = 0; i < v._len; i++ { out.push((i, *(v._data + i))) }
    return out
}
