namespace collections

// Priority queues: binary heaps in a vector, the children of `i` at `2i + 1` and `2i + 2`.

/// A priority queue that gives the least element first, by the order of its type. `Heap<T>{}` is an empty one.
struct Heap<T> {
    _items: vector<T>

    /// How many elements there are.
    func len(self h: Heap<T>) usize { return h._items.len() }

    /// True when there are none.
    func is_empty(self h: Heap<T>) bool { return h._items.is_empty() }

    /// The least element, or null.
    func first(self h: Heap<T>) T? { return h._items.first() }

    /// Adds an element; O(log n) steps.
    func push(self h: *Heap<T>, value: T) {
        h._items.push(value)
        _sift_up<T, false>(&h._items, h._items.len() - 1, _no_order)
    }

    /// Takes the least element away, or gives null; O(log n) steps.
    func pop(self h: *Heap<T>) T? { return _pop_heap<T, false>(&h._items, _no_order) }

    /// Adds `value` and takes the least element away, which may be `value`; faster than both one after the other.
    func push_pop(self h: *Heap<T>, value: T) T {
        let out = value
        if h._items.is_empty() || compare(h._items[0], out) >= 0 { return out }
        swap(&h._items[0], &out)
        _sift_down<T, false>(&h._items, 0, _no_order)
        return out
    }

    /// Removes all elements.
    func clear(self h: *Heap<T>) { h._items.clear() }

    /// The elements in sorted order.
    func sorted(self h: Heap<T>) vector<T> { return h._items.sorted() }

    /// The elements in no order of any meaning.
    func to_vector(self h: Heap<T>) vector<T> { return h._items }

    func to_string(self h: Heap<T>) string { return "${h.sorted()}" }

    func eq(self a: Heap<T>, b: Heap<T>) bool { return a.len() == b.len() && a.sorted() == b.sorted() }
}

/// A heap of the elements of a vector; O(n) steps.
func heap_of<T>(items: vector<T>) Heap<T> {
    let out = Heap<T>{_items: items}
    _make_heap<T, false>(&out._items, _no_order)
    return out
}

/// A priority queue that gives the element first that comes before all others by a function of the user's:
/// `PriorityQueue<Job>(|a, b| a.urgency > b.urgency)`.
struct PriorityQueue<T> {
    _items: vector<T>
    _before: func(T, T) bool

    init(self q: *PriorityQueue<T>, before: func(T, T) bool) { q._before = before }

    /// How many elements there are.
    func len(self q: PriorityQueue<T>) usize { return q._items.len() }

    /// True when there are none.
    func is_empty(self q: PriorityQueue<T>) bool { return q._items.is_empty() }

    /// The element that comes first, or null.
    func first(self q: PriorityQueue<T>) T? { return q._items.first() }

    /// Adds an element; O(log n) steps.
    func push(self q: *PriorityQueue<T>, value: T) {
        q._items.push(value)
        _sift_up<T, true>(&q._items, q._items.len() - 1, q._before)
    }

    /// Takes the element away that comes first, or gives null; O(log n) steps.
    func pop(self q: *PriorityQueue<T>) T? { return _pop_heap<T, true>(&q._items, q._before) }

    /// Adds all elements of a vector.
    func extend(self q: *PriorityQueue<T>, more: vector<T>) {
        q._items.extend(more)
        _make_heap<T, true>(&q._items, q._before)
    }

    /// Removes all elements.
    func clear(self q: *PriorityQueue<T>) { q._items.clear() }

    /// The elements in the order in which `pop` gives them.
    func sorted(self q: PriorityQueue<T>) vector<T> {
        let out = q._items
        out.sort_by(q._before)
        return out
    }

    func to_string(self q: PriorityQueue<T>) string { return "${q.sorted()}" }
}

/// Stands where no function is given.
func _no_order<T>(_a: T, _b: T) bool { return false }

@inline
func _precedes<T, comptime GIVEN: bool>(a: *T, b: *T, before: func(T, T) bool) bool {
    comptime if GIVEN { return before(*a, *b) } else { return compare(*a, *b) < 0 }
}

func _sift_up<T, comptime GIVEN: bool>(items: *vector<T>, from: usize, before: func(T, T) bool) {
    let p = &(*items)[0]
    let i = from
    for i > 0 {
        let parent = (i - 1) / 2
        if !_precedes<T, GIVEN>(p + i, p + parent, before) { return }
        swap(p + i, p + parent)
        i = parent
    }
}

func _sift_down<T, comptime GIVEN: bool>(items: *vector<T>, from: usize, before: func(T, T) bool) {
    let n = items.len()
    if n == 0 { return }
    let p = &(*items)[0]
    let i = from
    for {
        let child = 2 * i + 1
        if child >= n { return }
        if child + 1 < n && _precedes<T, GIVEN>(p + (child + 1), p + child, before) { child += 1 }
        if !_precedes<T, GIVEN>(p + child, p + i, before) { return }
        swap(p + i, p + child)
        i = child
    }
}

func _pop_heap<T, comptime GIVEN: bool>(items: *vector<T>, before: func(T, T) bool) T? {
    if items.is_empty() { return null }
    let out = items.swap_remove(0)
    _sift_down<T, GIVEN>(items, 0, before)
    return out
}

func _make_heap<T, comptime GIVEN: bool>(items: *vector<T>, before: func(T, T) bool) {
    let i = items.len() / 2
    for i > 0 {
        i -= 1
        _sift_down<T, GIVEN>(items, i, before)
    }
}
