namespace collections

struct _Nothing {
}

/// A set whose elements are in order; `for x in s` goes in that order. All takes O(log n) steps.
struct OrderedSet<T> {
    _map: OrderedMap<T, _Nothing>

    /// How many elements there are.
    func len(self s: OrderedSet<T>) usize { return s._map.len() }

    /// True when there are none.
    func is_empty(self s: OrderedSet<T>) bool { return s._map.is_empty() }

    /// True when `value` is there.
    func contains(self s: OrderedSet<T>, value: T) bool { return s._map.contains(value) }

    /// Puts `value` in; true when it was not there.
    func insert(self s: *OrderedSet<T>, value: T) bool { return s._map.insert(value, _Nothing{}).is_null() }

    /// Takes `value` out; true when it was there.
    func remove(self s: *OrderedSet<T>, value: T) bool { return s._map.remove(value).is_some() }

    /// Removes all elements.
    func clear(self s: *OrderedSet<T>) { s._map.clear() }

    /// The least element, or null.
    func first(self s: OrderedSet<T>) T? { return _key_of(s._map.first()) }
    /// The greatest element, or null.
    func last(self s: OrderedSet<T>) T? { return _key_of(s._map.last()) }
    /// The greatest element that is not above `value`, or null.
    func floor(self s: OrderedSet<T>, value: T) T? { return _key_of(s._map.floor(value)) }
    /// The least element that is not below `value`, or null.
    func ceiling(self s: OrderedSet<T>, value: T) T? { return _key_of(s._map.ceiling(value)) }
    /// The greatest element below `value`, or null.
    func before(self s: OrderedSet<T>, value: T) T? { return _key_of(s._map.before(value)) }
    /// The least element above `value`, or null.
    func after(self s: OrderedSet<T>, value: T) T? { return _key_of(s._map.after(value)) }

    /// Takes the least element out, or gives null.
    func pop_first(self s: *OrderedSet<T>) T? { return _key_of(s._map.pop_first()) }
    /// Takes the greatest element out, or gives null.
    func pop_last(self s: *OrderedSet<T>) T? { return _key_of(s._map.pop_last()) }

    /// Puts the elements of a vector, slice or set in.
    func extend<S>(self s: *OrderedSet<T>, more: S) { for x in more { let _ = s.insert(x) } }

    /// The elements in order.
    func to_vector(self s: OrderedSet<T>) vector<T> { return s._map.keys() }

    /// The elements in order, for `for x in s`.
    func iter(self s: OrderedSet<T>) OrderedKeys<T, _Nothing> { return s._map.iter() }

    /// The elements from `low` up to `high`, `high` left out.
    func range(self s: OrderedSet<T>, low: T, high: T) OrderedKeys<T, _Nothing> {
        return OrderedKeys<T, _Nothing>{_pairs: s._map.range(low, high)}
    }

    func to_string(self s: OrderedSet<T>) string { return "{${s.to_vector().map(|x| "${x:?}").join(", ")}}" }

    func eq(self a: OrderedSet<T>, b: OrderedSet<T>) bool { return a._map == b._map }

    func compare(self a: OrderedSet<T>, b: OrderedSet<T>) int32 { return compare(a.to_vector(), b.to_vector()) }

    func hash(self s: OrderedSet<T>, h: *Hasher) { hash(s.to_vector(), h) }
}

func _key_of<T>(entry: (T, _Nothing)?) T? {
    let (key, _) = entry?
    return key
}

/// An ordered set of the elements of a vector.
func ordered_set_of<T>(items: vector<T>) OrderedSet<T> {
    let out = OrderedSet<T>{}
    out.extend(items)
    return out
}
