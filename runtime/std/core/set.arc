namespace core

struct _Unit {}

/// A set that keeps its elements in the order of their insertion, with value semantics.
@lang("set")
struct set<T> {
    _map: map<T, _Unit>

    /// How many elements there are.
    @inline
    func len(self s: set<T>) usize { return s._map.len() }

    /// True when there is none.
    func is_empty(self s: set<T>) bool { return s._map.len() == 0 }

    /// True when `value` is in it.
    @inline
    func contains(self s: set<T>, value: T) bool { return s._map._find(value) != _NO_ENTRY }

    /// Adds `value`; false when it was there before.
    func insert(self p: *set<T>, value: T) bool {
        if p._map._find(value) != _NO_ENTRY { return false }
        p._map._set(value, _Unit{})
        return true
    }

    /// Removes `value`; false when it was not there.
    func remove(self p: *set<T>, value: T) bool {
        if p._map._find(value) == _NO_ENTRY { return false }
        p._map.remove(value)
        return true
    }

    /// Removes all elements.
    func clear(self p: *set<T>) { *p = set<T>{} }

    /// Makes room for `extra` more elements.
    func reserve(self p: *set<T>, extra: usize) { p._map.reserve(extra) }

    /// Adds all elements of a sequence.
    func extend<S>(self p: *set<T>, more: S) {
        for x in more { p.insert(x) }
    }

    /// The elements as a vector, in order of insertion.
    func to_vector(self s: set<T>) vector<T> { return s._map.keys() }

    /// The elements in sorted order.
    func sorted(self s: set<T>) vector<T> {
        let out = s._map.keys()
        out.sort()
        return out
    }

    /// What is in this set or in `other`.
    func union(self s: set<T>, other: set<T>) set<T> {
        let out = s
        for x in other { out.insert(x) }
        return out
    }

    /// What is in both sets.
    func intersection(self s: set<T>, other: set<T>) set<T> {
        let out = set<T>{}
        for x in s {
            if other.contains(x) { out.insert(x) }
        }
        return out
    }

    /// What is in this set but not in `other`.
    func difference(self s: set<T>, other: set<T>) set<T> {
        let out = set<T>{}
        for x in s {
            if !other.contains(x) { out.insert(x) }
        }
        return out
    }

    /// True when every element is in `other` too.
    func is_subset(self s: set<T>, other: set<T>) bool {
        if s.len() > other.len() { return false }
        for x in s {
            if !other.contains(x) { return false }
        }
        return true
    }

    /// The elements of which `keep` says so.
    func filter(self s: set<T>, keep: func(T) bool) set<T> {
        let out = set<T>{}
        for x in s {
            if keep(x) { out.insert(x) }
        }
        return out
    }

    func iter(self s: set<T>) MapKeys<T, _Unit> { return s._map.iter() }

    func _equals(self a: set<T>, b: set<T>) bool { return a.len() == b.len() && a.is_subset(b) }

    func _hash_into(self s: set<T>, h: *Hasher) {
        let total: uint64 = 0
        for x in s { total = total +% hash_of(x) }
        h.add_word(total)
    }
}

@lang("set_literal")
func _set_literal<T>(n: usize) set<T> {
    let s = set<T>{}
    if n != 0 { s.reserve(n) }
    return s
}

/// The elements of a vector or slice as a set.
func to_set<T>(self v: vector<T>) set<T> {
    let s = set<T>{}
    s.extend(v)
    return s
}
