namespace collections

/// A map whose entries are in the order of their keys, as a B-tree (btree.arc). Getting, putting in and taking out take
/// O(log n) steps. Copies share their nodes; a change copies those on the way to the entry only.
///
/// `m[k]`, `m[k] = v` and `m[k] += 1` work as for `map`; `for k, v in m` goes in the order of the keys.
struct OrderedMap<K, V> {
    _root: vector<_Node<K, V>>          // one node, or none while the map is empty
    _len: usize

    /// How many entries there are.
    func len(self m: OrderedMap<K, V>) usize { return m._len }

    /// True when there are none.
    func is_empty(self m: OrderedMap<K, V>) bool { return m._len == 0 }

    func _at(self m: OrderedMap<K, V>, key: K) *V {
        let place = _find(m, key)
        if place == null { panic("no entry for key ${key:?}") }
        return place!
    }

    func _at_mut(self m: *OrderedMap<K, V>, key: K) *V {
        comptime if @has_zero(V) {
            if !m.contains(key) {
                let value: V
                m.insert(key, value)
            }
        } else {
            if !m.contains(key) { panic("no entry for key ${key:?}") }
        }
        return _find_mut(m, key)!
    }

    func _set(self m: *OrderedMap<K, V>, key: K, value: V) { let _ = m.insert(key, value) }

    /// The value of `key`, or null.
    func get(self m: OrderedMap<K, V>, key: K) V? {
        let place = _find(m, key)?
        return *place
    }

    /// The value of `key`, or `fallback`.
    func get_or(self m: OrderedMap<K, V>, key: K, fallback: V) V { return m.get(key) ?? fallback }

    /// True when there is an entry for `key`.
    func contains(self m: OrderedMap<K, V>, key: K) bool { return _find(m, key).is_some() }

    /// Puts an entry in, or replaces its value; gives the old value, or null when the entry is new.
    func insert(self m: *OrderedMap<K, V>, key: K, value: V) V? {
        if m._root.is_empty() { m._root.push(_Node<K, V>{}) }
        if m._root[0].keys.len() == _MOST_KEYS { _grow_root(&m._root) }
        let old = _insert(&m._root[0], key, value)
        if old.is_null() { m._len += 1 }
        return old
    }

    /// Takes the entry of `key` out and gives its value, or null.
    func remove(self m: *OrderedMap<K, V>, key: K) V? {
        if m._root.is_empty() || !m.contains(key) { return null }
        let entry = _remove(&m._root[0], key)
        m._removed()
        return entry.1
    }

    /// Takes the entry with the least key out, or gives null.
    func pop_first(self m: *OrderedMap<K, V>) (K, V)? {
        if m._len == 0 { return null }
        let entry = _remove_first(&m._root[0])
        m._removed()
        return entry
    }

    /// Takes the entry with the greatest key out, or gives null.
    func pop_last(self m: *OrderedMap<K, V>) (K, V)? {
        if m._len == 0 { return null }
        let entry = _remove_last(&m._root[0])
        m._removed()
        return entry
    }

    func _removed(self m: *OrderedMap<K, V>) {
        m._len -= 1
        if m._root[0].keys.is_empty() {
            // A root without keys has one child, which takes its place, or none.
            let children = m._root[0].children
            m._root = children
        }
    }

    /// Removes all entries.
    func clear(self m: *OrderedMap<K, V>) { *m = OrderedMap<K, V>{} }

    /// The entry with the least key, or null.
    func first(self m: OrderedMap<K, V>) (K, V)? {
        let all = m.iter_pairs()
        return all.next()
    }

    /// The entry with the greatest key, or null.
    func last(self m: OrderedMap<K, V>) (K, V)? {
        if m._len == 0 { return null }
        let node = m._root.pointer()
        for !node.children.is_empty() { node = node.children.pointer() + (node.children.len() - 1) }
        let i = node.keys.len() - 1
        return (node.keys[i], node.values[i])
    }

    /// The entry with the greatest key that is not above `key`, or null.
    func floor(self m: OrderedMap<K, V>, key: K) (K, V)? { return _neighbour(m, key, true, true) }

    /// The entry with the least key that is not below `key`, or null.
    func ceiling(self m: OrderedMap<K, V>, key: K) (K, V)? { return _neighbour(m, key, false, true) }

    /// The entry with the greatest key below `key`, or null.
    func before(self m: OrderedMap<K, V>, key: K) (K, V)? { return _neighbour(m, key, true, false) }

    /// The entry with the least key above `key`, or null.
    func after(self m: OrderedMap<K, V>, key: K) (K, V)? { return _neighbour(m, key, false, false) }

    /// The keys in order.
    func keys(self m: OrderedMap<K, V>) vector<K> {
        let out: vector<K> = []
        for k, _ in m { out.push(k) }
        return out
    }

    /// The values in the order of their keys.
    func values(self m: OrderedMap<K, V>) vector<V> {
        let out: vector<V> = []
        for _, v in m { out.push(v) }
        return out
    }

    /// The entries in the order of their keys.
    func entries(self m: OrderedMap<K, V>) vector<(K, V)> {
        let out: vector<(K, V)> = []
        for k, v in m { out.push((k, v)) }
        return out
    }

    /// Puts the entries of `other` in; where both have a key, the value of `other` counts.
    func extend(self m: *OrderedMap<K, V>, other: OrderedMap<K, V>) {
        for k, v in other { let _ = m.insert(k, v) }
    }

    /// Keeps the entries for which `keep` holds.
    func retain(self m: *OrderedMap<K, V>, keep: func(K, V) bool) {
        let out = OrderedMap<K, V>{}
        for k, v in *m { if keep(k, v) { let _ = out.insert(k, v) } }
        *m = out
    }

    /// The keys in order, for `for k in m`.
    func iter(self m: OrderedMap<K, V>) OrderedKeys<K, V> { return OrderedKeys<K, V>{_pairs: m.iter_pairs()} }

    /// The entries in order, for `for k, v in m`.
    func iter_pairs(self m: OrderedMap<K, V>) OrderedIterator<K, V> {
        let out = OrderedIterator<K, V>{_map: m}
        if m._len > 0 { out._descend(out._map._root.pointer()) }
        return out
    }

    /// The entries with keys from `low` up to `high`, `high` left out, for `for k, v in m.range(low, high)`.
    func range(self m: OrderedMap<K, V>, low: K, high: K) OrderedIterator<K, V> {
        let out = m.iter_from(low)
        out._end = high
        return out
    }

    /// The entries from the first key on that is not below `low`.
    func iter_from(self m: OrderedMap<K, V>, low: K) OrderedIterator<K, V> {
        let out = OrderedIterator<K, V>{_map: m}
        if m._len == 0 { return out }
        let node = out._map._root.pointer()
        for {
            let i = _lower_bound(node, low)
            out._path.push((node, i))
            let found = i < node.keys.len() && compare(node.keys[i], low) == 0
            if found || node.children.is_empty() { return out }
            node = node.children.pointer() + i
        }
    }

    func to_string(self m: OrderedMap<K, V>) string {
        let out = StringBuilder{}
        out.add("{")
        for k, v in m {
            if out.len() > 1 { out.add(", ") }
            out.add("${k:?}: ${v:?}")
        }
        out.add("}")
        return out.finish()
    }

    func eq(self a: OrderedMap<K, V>, b: OrderedMap<K, V>) bool {
        if a._len != b._len { return false }
        let left = a.iter_pairs()
        let right = b.iter_pairs()
        for let (k, v) = left.next() {
            let (l, w) = right.next()!
            if !eq(k, l) || !eq(v, w) { return false }
        }
        return true
    }

    func compare(self a: OrderedMap<K, V>, b: OrderedMap<K, V>) int32 { return compare(a.entries(), b.entries()) }

    func hash(self m: OrderedMap<K, V>, h: *Hasher) {
        h.add_word(m._len)
        for k, v in m {
            hash(k, h)
            hash(v, h)
        }
    }
}

/// Gives the entries of an ordered map one after the other. It holds the map as it was, so changes do not disturb it.
struct OrderedIterator<K, V> {
    _map: OrderedMap<K, V>                          // keeps the nodes alive that `_path` points to
    _path: vector<(*_Node<K, V>, usize)>            // from the root down: node, and which of its keys comes next
    _end: K? = null

    /// The next entry, or null at the end.
    func next(self p: *OrderedIterator<K, V>) (K, V)? {
        for {
            if p._path.is_empty() { return null }
            let top = p._path.len() - 1
            let (node, i) = p._path[top]
            if i == node.keys.len() {
                let _ = p._path.pop()
                continue
            }
            p._path[top].1 = i + 1
            let key = node.keys[i]
            if let end = p._end {
                if compare(key, end) >= 0 {
                    p._path.clear()
                    return null
                }
            }
            let value = node.values[i]
            if !node.children.is_empty() { p._descend(node.children.pointer() + (i + 1)) }
            return (key, value)
        }
    }

    /// So that `for k, v in m.range(a, b)` works as `for k, v in m` does.
    func iter_pairs(self p: OrderedIterator<K, V>) OrderedIterator<K, V> { return p }

    /// The leftmost way down from `from`.
    func _descend(self p: *OrderedIterator<K, V>, from: *_Node<K, V>) {
        let node = from
        for {
            p._path.push((node, 0))
            if node.children.is_empty() { return }
            node = node.children.pointer()
        }
    }
}

/// Gives the keys of an ordered map one after the other.
struct OrderedKeys<K, V> {
    _pairs: OrderedIterator<K, V>

    /// The next key, or null at the end.
    func next(self p: *OrderedKeys<K, V>) K? {
        let (key, _) = p._pairs.next()?
        return key
    }
}

/// An ordered map of the entries of a map.
func ordered_map_of<K, V>(entries: map<K, V>) OrderedMap<K, V> {
    let out = OrderedMap<K, V>{}
    for k, v in entries { let _ = out.insert(k, v) }
    return out
}
