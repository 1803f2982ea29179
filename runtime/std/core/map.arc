namespace core

/// A hash map that keeps its entries in the order of their insertion, with value semantics: copies share one table until
/// one of them changes. Keys are any type with `==` and `hash`. map_table.arc explains the table.
@lang("map")
struct map<K, V> {
    _table: *_MapTable<K, V> = @null_ptr<_MapTable<K, V>>()

    @copy_hook
    @inline
    func _copied(self p: *map<K, V>) { @retain(p._table) }

    @memory_only
    @inline
    drop(self p: *map<K, V>) {
        if @release(p._table) { _free_table(p._table) }
    }

    /// How many entries there are.
    @inline
    func len(self m: map<K, V>) usize {
        if @is_null(m._table) { return 0 }
        return m._table.live
    }

    /// True when there is none.
    func is_empty(self m: map<K, V>) bool { return m.len() == 0 }

    /// Afterwards the table exists and is this map's own, with room for `extra` more entries if it had to be made.
    @noinline
    func _detach(self p: *map<K, V>, extra: usize) {
        if @is_null(p._table) {
            p._table = _new_table<K, V>(extra)
        } else {
            let fresh = _clone_table(p._table, extra)
            *p = map<K, V>{_table: fresh}
        }
    }

    @inline
    func _own(self p: *map<K, V>) *_MapTable<K, V> {
        if @unlikely(@is_null(p._table) || !@is_unique(p._table)) { p._detach(1) }
        return p._table
    }

    @inline
    func _find(self m: map<K, V>, key: K) usize {
        if @is_null(m._table) { return _NO_ENTRY }
        return _find_entry(m._table, key)
    }

    /// The value of `key`; panics when there is none. `get` asks without panic.
    @inline
    func _at(self m: map<K, V>, key: K) *V {
        let i = m._find(key)
        if @unlikely(i == _NO_ENTRY) { _panic_no_key(key) }
        return &m._table.entries[i].value
    }

    /// The place of the value of `key`; a missing key is inserted with the zero value.
    func _at_mut(self p: *map<K, V>, key: K) *V {
        let t = p._own()
        let h: uint32 = 0
        let i = _find_for_insert(t, key, &h)
        if @unlikely(i == _NO_ENTRY) {
            if t.used == t.capacity {
                let saved = key         // it may lie in the table, which moves
                _reserve_entries(t, 1)
                @init(&t.entries[t.used].value, @zero_value<V>())
                @init(&t.entries[t.used].key, saved)
            } else {
                @init(&t.entries[t.used].value, @zero_value<V>())
                @init(&t.entries[t.used].key, key)
            }
            i = _link_entry(t, h)
        }
        return &t.entries[i].value
    }

    func _set(self p: *map<K, V>, key: K, value: V) {
        let t = p._own()
        let h: uint32 = 0
        let i = _find_for_insert(t, key, &h)
        if i != _NO_ENTRY {
            t.entries[i].value = value
        } else if t.used == t.capacity {
            _set_in_grown(t, key, value, h)
        } else {
            _add_entry(t, key, value, h)
        }
    }

    /// Sets the value of `key` and gives the one it had, or null.
    func insert(self p: *map<K, V>, key: K, value: V) V? {
        let t = p._own()
        let h: uint32 = 0
        let i = _find_for_insert(t, key, &h)
        if i == _NO_ENTRY {
            if t.used == t.capacity {
                _set_in_grown(t, key, value, h)
            } else {
                _add_entry(t, key, value, h)
            }
            return null
        }
        let old = value
        swap(&t.entries[i].value, &old)
        return old
    }

    /// The value of `key`, or null.
    @inline
    func get(self m: map<K, V>, key: K) V? {
        let i = m._find(key)
        if i == _NO_ENTRY { return null }
        return m._table.entries[i].value
    }

    /// The value of `key`, or `fallback`.
    func get_or(self m: map<K, V>, key: K, fallback: V) V {
        let i = m._find(key)
        if i == _NO_ENTRY { return fallback }
        return m._table.entries[i].value
    }

    /// The value of `key`; when there is none, `value` is inserted first.
    func get_or_insert(self p: *map<K, V>, key: K, value: V) V {
        let i = p._find(key)
        if i != _NO_ENTRY { return p._table.entries[i].value }
        let saved = value
        p._set(key, saved)
        return saved
    }

    /// Sets the value of `key` to `f` of its value, or of `start` when there is none.
    func update(self p: *map<K, V>, key: K, start: V, f: func(V) V) {
        let old = p.get_or(key, start)
        let new = f(old)
        p._set(key, new)
    }

    /// True when there is an entry for `key`.
    @inline
    func contains(self m: map<K, V>, key: K) bool { return m._find(key) != _NO_ENTRY }

    /// Removes the entry of `key` and gives its value, or null. The others keep their order.
    func remove(self p: *map<K, V>, key: K) V? {
        if p._find(key) == _NO_ENTRY { return null }
        let t = p._own()
        let i = _find_entry(t, key)
        _remove_entry(t, i, _entry_hash(t, i))
        let value = @take(&t.entries[i].value)
        @drop_at(&t.entries[i].key)
        return value
    }

    /// Removes all entries.
    func clear(self p: *map<K, V>) { *p = map<K, V>{} }

    /// Makes room for `extra` more entries.
    func reserve(self p: *map<K, V>, extra: usize) {
        if @is_null(p._table) || !@is_unique(p._table) {
            p._detach(extra)
        } else {
            _reserve_entries(p._table, extra)
        }
    }

    /// Keeps the entries of which `keep` says so.
    func retain(self p: *map<K, V>, keep: func(K, V) bool) {
        let kept = map<K, V>{}
        for k, v in *p {
            if keep(k, v) { kept._set(k, v) }
        }
        *p = kept
    }

    /// The keys in order of insertion.
    func keys(self m: map<K, V>) vector<K> {
        let out: vector<K> = []
        out.reserve(m.len())
        for k, _ in m { out.push(k) }
        return out
    }

    /// The values in order of insertion of their keys.
    func values(self m: map<K, V>) vector<V> {
        let out: vector<V> = []
        out.reserve(m.len())
        for _, v in m { out.push(v) }
        return out
    }

    /// The pairs of key and value in order of insertion.
    func entries(self m: map<K, V>) vector<(K, V)> {
        let out: vector<(K, V)> = []
        out.reserve(m.len())
        for k, v in m { out.push((k, v)) }
        return out
    }

    /// Takes over all entries of `other`; where both have a key its value wins.
    func extend(self p: *map<K, V>, other: map<K, V>) {
        for k, v in other { p._set(k, v) }
    }

    /// Like `extend`, with `join(mine, theirs)` as the value of a key that both have.
    func merge(self p: *map<K, V>, other: map<K, V>, join: func(V, V) V) {
        for k, v in other {
            if let mine = p.get(k) { p._set(k, join(mine, v)) } else { p._set(k, v) }
        }
    }

    /// `f` of each value, under the same keys.
    func map_values<U>(self m: map<K, V>, f: func(V) U) map<K, U> {
        let out: map<K, U> = {}
        out.reserve(m.len())
        for k, v in m { out._set(k, f(v)) }
        return out
    }

    /// The entries one after the other: `for k, v in m`.
    func iter_pairs(self m: map<K, V>) MapIterator<K, V> { return MapIterator<K, V>{_map: m, _at: 0} }

    /// The keys one after the other: `for k in m`.
    func iter(self m: map<K, V>) MapKeys<K, V> { return MapKeys<K, V>{_pairs: m.iter_pairs()} }

    /// Equal keys with equal values, in whatever order.
    func _equals(self a: map<K, V>, b: map<K, V>) bool {
        if a._table == b._table { return true }
        if a.len() != b.len() { return false }
        for k, v in a {
            let i = b._find(k)
            if i == _NO_ENTRY || !eq(b._table.entries[i].value, v) { return false }
        }
        return true
    }

    /// The order of the entries does not count.
    func _hash_into(self m: map<K, V>, h: *Hasher) {
        let total: uint64 = 0
        for k, v in m {
            let one = Hasher(0)
            hash(k, &one)
            hash(v, &one)
            total = total +% one.finish()
        }
        h.add_word(total)
    }
}

/// Adds an entry to a full table. Key and value may lie in the table's memory, which moves.
@noinline
func _set_in_grown<K, V>(t: *_MapTable<K, V>, key: K, value: V, h: uint32) {
    let saved_key = key
    let saved_value = value
    _reserve_entries(t, 1)
    _add_entry(t, saved_key, saved_value, h)
}

/// Gives the entries of a map one after the other. It holds the map as it was when the iteration began.
struct MapIterator<K, V> {
    _map: map<K, V>
    _at: usize

    /// The next entry, or null at the end.
    func next(self p: *MapIterator<K, V>) (K, V)? {
        let t = p._map._table
        if @is_null(t) { return null }
        let i = _next_live(t, p._at)
        if i >= t.used { return null }
        p._at = i +% 1
        return (t.entries[i].key, t.entries[i].value)
    }
}

/// Gives the keys of a map one after the other.
struct MapKeys<K, V> {
    _pairs: MapIterator<K, V>

    /// The next key, or null at the end.
    func next(self p: *MapKeys<K, V>) K? {
        let t = p._pairs._map._table
        if @is_null(t) { return null }
        let i = _next_live(t, p._pairs._at)
        if i >= t.used { return null }
        p._pairs._at = i +% 1
        return t.entries[i].key
    }
}

@cold
@noinline
@hidden
func _panic_no_key<K>(key: K) never { panic("no entry for key ${key:?}") }

/// An empty map with room for `n` entries, which the compiler inserts.
@lang("map_literal")
func _map_literal<K, V>(n: usize) map<K, V> {
    let m = map<K, V>{}
    if n != 0 { m.reserve(n) }
    return m
}
