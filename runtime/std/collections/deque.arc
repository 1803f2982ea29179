namespace collections

/// A sequence that grows and shrinks quickly at both ends; `d[i]` is an element, counted from the front.
///
/// It consists of two vectors: the front part in the opposite order, so that the first element is its last, and the back
/// part. When one part runs out, it takes half of the other; so each operation at an end takes constant time on the average.
struct Deque<T> {
    _front: vector<T>
    _back: vector<T>

    /// How many elements there are.
    @inline
    func len(self d: Deque<T>) usize { return d._front.len() + d._back.len() }

    /// True when there are none.
    @inline
    func is_empty(self d: Deque<T>) bool { return d.len() == 0 }

    func _at(self d: Deque<T>, i: isize) *T {
        let k = @index_check(i, d.len())
        let n = d._front.len()
        if k < n { return d._front.pointer() + (n - 1 - k) }
        return d._back.pointer() + (k - n)
    }

    func _at_mut(self d: *Deque<T>, i: isize) *T {
        let k = @index_check(i, d.len())
        let n = d._front.len()
        if k < n { return &d._front[n - 1 - k] }
        return &d._back[k - n]
    }

    /// The element `i`, or null when there is none.
    func get(self d: Deque<T>, i: usize) T? {
        if i >= d.len() { return null }
        return d[i]
    }

    /// The first element, or null.
    func first(self d: Deque<T>) T? { return d.get(0) }

    /// The last element, or null.
    func last(self d: Deque<T>) T? {
        if d.is_empty() { return null }
        return d[d.len() - 1]
    }

    /// Adds an element behind the last one.
    @inline
    func push_back(self d: *Deque<T>, value: T) { d._back.push(value) }

    /// Adds an element before the first one.
    @inline
    func push_front(self d: *Deque<T>, value: T) { d._front.push(value) }

    /// Takes the last element away, or gives null.
    @inline
    func pop_back(self d: *Deque<T>) T? {
        if d._back.is_empty() { _take_half(&d._back, &d._front) }
        return d._back.pop()
    }

    /// Takes the first element away, or gives null.
    @inline
    func pop_front(self d: *Deque<T>) T? {
        if d._front.is_empty() { _take_half(&d._front, &d._back) }
        return d._front.pop()
    }

    /// Adds the elements of a vector or slice behind the last one.
    func extend<S>(self d: *Deque<T>, more: S) { d._back.extend(more) }

    /// Removes all elements.
    func clear(self d: *Deque<T>) {
        d._front.clear()
        d._back.clear()
    }

    /// Moves the first `count` elements behind the last ones, one after the other.
    func rotate(self d: *Deque<T>, count: usize) {
        if d.is_empty() { return }
        for _ in 0..count % d.len() { d._back.push(d.pop_front()!) }
    }

    /// True when an element equals `value`.
    func contains(self d: Deque<T>, value: T) bool { return d._front.contains(value) || d._back.contains(value) }

    /// The elements from front to back.
    func to_vector(self d: Deque<T>) vector<T> {
        let out = d._front
        out.reverse()
        out.extend(d._back)
        return out
    }

    /// The elements from front to back, for `for x in d`.
    func iter(self d: Deque<T>) DequeIterator<T> { return DequeIterator<T>{_deque: d} }

    func to_string(self d: Deque<T>) string { return "${d.to_vector()}" }

    func eq(self a: Deque<T>, b: Deque<T>) bool { return a.len() == b.len() && a.to_vector() == b.to_vector() }

    func compare(self a: Deque<T>, b: Deque<T>) int32 { return compare(a.to_vector(), b.to_vector()) }

    func hash(self d: Deque<T>, h: *Hasher) { hash(d.to_vector(), h) }
}

/// Moves the half of `from` that is nearest to the empty `to` over, the only element too. The parts run in opposite directions.
@noinline
func _take_half<T>(to: *vector<T>, from: *vector<T>) {
    if from.is_empty() { return }
    *to = from.drain(0, (from.len() + 1) / 2)
    to.reverse()
}

/// Gives the elements of a deque one after the other.
struct DequeIterator<T> {
    _deque: Deque<T>
    _at: usize

    /// The next element, or null at the end.
    func next(self p: *DequeIterator<T>) T? {
        if p._at >= p._deque.len() { return null }
        p._at += 1
        return p._deque[p._at - 1]
    }
}

/// A deque of the elements of a vector.
func deque_of<T>(items: vector<T>) Deque<T> { return Deque<T>{_back: items} }
