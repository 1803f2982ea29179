namespace sort

// Around sorting. Vectors sort themselves: `v.sort()`, `v.sort_by(less)`, `v.sort_by_key(key)`, `v.sorted()`; all of
// these keep the order of equal elements and take O(n log n) steps whatever the order was before.

/// True when no element is less than the one before it.
func is_sorted<T>(v: []T) bool {
    let p = v.pointer()
    for i in 1..v.len() { if compare(*(p + i), *(p + (i - 1))) < 0 { return false } }
    return true
}

/// True when `less` holds for no element and the one before it.
func is_sorted_by<T>(v: []T, less: func(T, T) bool) bool {
    let p = v.pointer()
    for i in 1..v.len() { if less(*(p + i), *(p + (i - 1))) { return false } }
    return true
}

/// Sorts from large to small; equal elements keep their order.
func descending<T>(v: *vector<T>) { v.sort_by(|a, b| compare(b, a) < 0) }

/// The least of 0 to `n` for which `holds` is true, where it is false up to some number and true from there on; `n` when it is
/// never true.
func search(n: usize, holds: func(usize) bool) usize {
    let low: usize = 0
    let high = n
    for low < high {
        let middle = low + (high - low) / 2
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
}

/// Where the first element stands in sorted `v` that is not less than `value`.
func lower_bound<T>(v: []T, value: T) usize { return v.lower_bound(value) }

/// Where the first element stands in sorted `v` that is greater than `value`.
func upper_bound<T>(v: []T, value: T) usize {
    let p = v.pointer()
    return search(v.len(), |i| compare(*(p + i), value) > 0)
}

/// The elements of sorted `v` that equal `value`: their first index, and the one behind the last.
func equal_range<T>(v: []T, value: T) (usize, usize) { return (lower_bound(v, value), upper_bound(v, value)) }

/// Puts `value` into sorted `v` behind those that equal it.
func insert<T>(v: *vector<T>, value: T) {
    let saved = value
    let at = upper_bound(v.as_slice(), saved)
    v.insert(at, saved)
}

/// The indices of `v` in the order that sorts it: `v[order(v)[0]]` is the least.
func order<T>(v: []T) vector<usize> {
    let p = v.pointer()
    let out = _indices(v.len())
    out.sort_by(|a, b| compare(*(p + a), *(p + b)) < 0)
    return out
}

/// As `order`, by `less`.
func order_by<T>(v: []T, less: func(T, T) bool) vector<usize> {
    let p = v.pointer()
    let out = _indices(v.len())
    out.sort_by(|a, b| less(*(p + a), *(p + b)))
    return out
}

func _indices(n: usize) vector<usize> {
    let out: vector<usize> = []
    out.reserve(n)
    for i in 0..n { out.push(i) }
    return out
}

/// The elements of two sorted sequences in sorted order, those of `a` before equal ones of `b`.
func merge<T>(a: []T, b: []T) vector<T> {
    let out: vector<T> = []
    out.reserve(a.len() + b.len())
    let i: usize = 0
    let j: usize = 0
    for i < a.len() && j < b.len() {
        if compare(b[j], a[i]) < 0 {
            out.push(b[j])
            j += 1
        } else {
            out.push(a[i])
            i += 1
        }
    }
    out.extend(a[i..])
    out.extend(b[j..])
    return out
}

/// Moves the elements so that at `n` stands what would stand there if all were sorted, nothing greater before it and
/// nothing less behind it. O(n) steps on the average, O(n log n) at worst.
func select_nth<T>(v: *vector<T>, n: usize) {
    if n >= v.len() { panic("sort: there is no element ${n} of ${v.len()}") }
    let p = &(*v)[0]
    let low: usize = 0
    let high = v.len()
    // Each round should keep at most three quarters; after too many bad ones what is left is sorted.
    let bad_rounds = 0
    for high - low > 16 {
        let size = high - low
        if bad_rounds > 8 {
            _sort_part(v, low, high)
            return
        }
        let step = size / 8
        let middle = low + size / 2
        let pivot = _median(p, _median(p, low, low + step, low + 2 * step), _median(p, middle - step, middle, middle + step),
            _median(p, high - 1 - 2 * step, high - 1 - step, high - 1))
        // Hoare's partition; elements equal to the pivot stop both sides, so that many equal ones split evenly.
        let value = *(p + pivot)
        let i = low
        let j = high - 1
        for {
            // The bounds hold even when the order of the user's type contradicts itself.
            for compare(*(p + i), value) < 0 && i < high -% 1 { i = i +% 1 }
            for compare(value, *(p + j)) < 0 && j > low { j = j -% 1 }
            if i >= j { break }
            _exchange(p, i, j)
            i = i +% 1
            j = j -% 1
        }
        // What stands before `split` is not greater than the pivot, and what stands from there on is not less.
        let split = i
        if i == j && compare(value, *(p + i)) >= 0 { split = i + 1 }
        if split == low { split = low + 1 }
        if split == high { split = high - 1 }
        if n < split { high = split } else { low = split }
        if high - low > size / 4 * 3 { bad_rounds += 1 }
    }
    _sort_part(v, low, high)
}

/// Exchanges two elements bit by bit; nothing is copied.
@inline
func _exchange<T>(p: *T, i: usize, j: usize) { swap(&p[i], &p[j]) }

@inline
func _median<T>(p: *T, a: usize, b: usize, c: usize) usize {
    if compare(*(p + a), *(p + b)) < 0 {
        if compare(*(p + b), *(p + c)) < 0 { return b }
        return if compare(*(p + a), *(p + c)) < 0 { c } else { a }
    }
    if compare(*(p + a), *(p + c)) < 0 { return a }
    return if compare(*(p + b), *(p + c)) < 0 { c } else { b }
}

func _sort_part<T>(v: *vector<T>, low: usize, high: usize) {
    let part = (*v)[low..high].sorted()
    for i, x in part { (*v)[low + i] = x }
}

/// The `count` least elements in sorted order; all when there are not that many. Takes less time than sorting all.
func least<T>(v: []T, count: usize) vector<T> {
    let all = v.to_vector()
    if count == 0 { return [] }
    if count < all.len() {
        select_nth(&all, count - 1)
        all.truncate(count)
    }
    all.sort()
    return all
}

/// The `count` greatest elements from large to small; all when there are not that many.
func greatest<T>(v: []T, count: usize) vector<T> {
    let all = v.to_vector()
    if count == 0 { return [] }
    if count < all.len() {
        select_nth(&all, all.len() - count)
        all = all[all.len() - count..].to_vector()
    }
    descending(&all)
    return all
}

/// The middle element of those in sorted order, the lower one of two; null when there is none.
func median<T>(v: []T) T? {
    if v.is_empty() { return null }
    let all = v.to_vector()
    let n = (all.len() - 1) / 2
    select_nth(&all, n)
    return all[n]
}
