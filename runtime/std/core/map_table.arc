namespace core

// The table behind map and set.
//
// Entries stand in one array in the order of their insertion; an index table of 32-bit slots leads from a hash to an
// entry. With 2^k slots the high k bits of the key's 32-bit hash say where to look first, and a slot holds the others above
// the entry's index + 1 in its low k bits, so that a probe looks at an entry only when those bits agree; 0 is an empty slot.
// Probing is linear, removal shifts slots back: there are no tombstones in the index. Up to 8 entries there is no index,
// the keys are compared one by one.
//
// The high bits, because those of a product spread numbers that lie side by side evenly over the slots (`_hash_word`):
// ids and small codes hardly ever meet.
//
// A removed entry leaves a hole in the array, marked in a bitmap; holes vanish when the array is rebuilt. Keys whose hash
// is costly have it stored beside the entries, so that rebuilding does not touch them.
//
// Invariants: live = used - number of holes; holes is null when live == used; no live entry lies before `first`;
// the index, when there is one, has more slots than entries, so that every probe ends.

const _SMALL_MAP: usize = 8
const _NO_ENTRY: usize = 0xFFFFFFFFFFFFFFFF

struct _Entry<K, V> {
    key: K
    value: V
}

struct _MapTable<K, V> {
    entries: *_Entry<K, V>
    hashes: *uint32             // null for keys that are hashed again instead
    slots: *uint32              // null while there are few entries
    holes: *uint64              // null while there is none
    used: usize
    live: usize
    first: usize
    capacity: usize             // of entries, and of hashes
    mask: uint32                // slots - 1
    shift: uint32               // from a hash to its first slot: 32 - k
    seed: uint64
}

/// The 32 bits of a key's hash that the table uses.
@inline
func _short_hash<K>(key: K, seed: uint64) uint32 { return truncate<uint32>(_hash_key(key, seed) >> 32) }

/// Where the search for a hash begins.
@inline
func _home<K, V>(t: *_MapTable<K, V>, h: uint32) uint32 { return h >> (t.shift & 31) }

/// What the slots of a hash hold above the index.
@inline
func _tag<K, V>(t: *_MapTable<K, V>, h: uint32) uint32 { return h << ((32 -% t.shift) & 31) }

/// Puts an entry into the index.
@inline
func _fill_slot<K, V>(t: *_MapTable<K, V>, i: usize, h: uint32) {
    let mask = t.mask
    let slots = t.slots
    let at = _home(t, h)
    for slots[at] != 0 { at = (at +% 1) & mask }
    slots[at] = _tag(t, h) | truncate<uint32>(i +% 1)
}

/// True when hashes of this key type are stored.
@inline
func _stores_hash<K>() bool {
    comptime if @kind(K) == "int" || @kind(K) == "char" || @kind(K) == "bool" || @kind(K) == "duration" {
        return false
    } else {
        return true
    }
}

/// An empty table with room for `capacity` entries and one reference.
func _new_table<K, V>(capacity: usize) *_MapTable<K, V> {
    let block = arc_rt_alloc(8 + @sizeof(_MapTable<K, V>))
    @ptr_cast<uint64>(block)[0] = 1
    let t = @ptr_cast<_MapTable<K, V>>(block + 8)
    // Addresses are random in every run, and differ from map to map: that is all the seed needs to be. At comptime nothing
    // may depend on them.
    let place: uint64 = 0
    let seed = _COMPTIME_SEED
    if !@at_comptime() { seed = _mix(cast<uint64>(@address(&place)) ^ _HASH_K0, cast<uint64>(@address(block)) ^ _HASH_K1) }
    t.entries = @ptr_cast<_Entry<K, V>>(@null_ptr<byte>())
    t.hashes = @null_ptr<uint32>()
    t.slots = @null_ptr<uint32>()
    t.holes = @null_ptr<uint64>()
    t.used = 0
    t.live = 0
    t.first = 0
    t.capacity = 0
    t.mask = 0
    t.shift = 0
    t.seed = seed
    let ready = false
    defer { if !ready { _free_table(t) } }
    _set_table_capacity(t, capacity)
    ready = true
    return t
}

/// Frees a table without references, and drops its entries; when the `drop` of one panics, the others nevertheless.
@noinline
func _free_table<K, V>(t: *_MapTable<K, V>) {
    comptime if @ends_unseen(K) && @ends_unseen(V) {
        _drop_entries(t)
        _free_table_memory(t)
    } else {
        defer _free_table_memory(t)
        defer _drop_entries(t)      // what a panic left
        _drop_entries(t)
    }
}

/// Drops the entries of a table that nobody looks at any more.
@inline
func _drop_entries<K, V>(t: *_MapTable<K, V>) {
    comptime if !@is_trivial(K) || !@is_trivial(V) {
        for t.first < t.used {
            let i = t.first
            t.first = i +% 1
            if !_is_hole(t, i) { @drop_at(t.entries + i) }
        }
    }
}

func _free_table_memory<K, V>(t: *_MapTable<K, V>) {
    _free_holes(t)
    _free_slots(t)
    if !@is_null(t.entries) { arc_rt_free(@ptr_cast<byte>(t.entries), t.capacity *% @sizeof(_Entry<K, V>)) }
    if !@is_null(t.hashes) { arc_rt_free(@ptr_cast<byte>(t.hashes), t.capacity *% 4) }
    arc_rt_free(@ptr_cast<byte>(t) - 8, 8 + @sizeof(_MapTable<K, V>))
}

func _free_slots<K, V>(t: *_MapTable<K, V>) {
    if @is_null(t.slots) { return }
    arc_rt_free(@ptr_cast<byte>(t.slots), (cast<usize>(t.mask) +% 1) *% 4)
    t.slots = @null_ptr<uint32>()
}

func _free_holes<K, V>(t: *_MapTable<K, V>) {
    if @is_null(t.holes) { return }
    arc_rt_free(@ptr_cast<byte>(t.holes), _hole_bytes(t.capacity))
    t.holes = @null_ptr<uint64>()
}

@inline
func _hole_bytes(capacity: usize) usize { return ((capacity +% 63) >> 6) << 3 }

@inline
func _is_hole<K, V>(t: *_MapTable<K, V>, i: usize) bool {
    if @likely(@is_null(t.holes)) { return false }
    return ((t.holes[i >> 6] >> cast<uint32>(i & 63)) & 1) != 0
}

/// The first live entry at or after `i`; `used` when there is none.
@inline
func _next_live<K, V>(t: *_MapTable<K, V>, i: usize) usize {
    let k = i
    if k < t.first { k = t.first }
    for k < t.used && _is_hole(t, k) { k = k +% 1 }
    return k
}

/// How many slots serve `capacity` entries: at most five of eight are full.
func _slots_for(capacity: usize) usize {
    let slots: usize = 32
    for (slots >> 1) + (slots >> 3) < capacity { slots = slots << 1 }
    if slots > 0x80000000 { panic("map of more than 1342177280 entries") }
    return slots
}

/// Changes the room for entries to at least `wanted`, which is at least as many as live; closes the holes and makes the index
/// anew. When memory runs out, the table is as it was.
func _set_table_capacity<K, V>(t: *_MapTable<K, V>, wanted: usize) {
    let size = @sizeof(_Entry<K, V>)
    let capacity = wanted
    if capacity < 4 { capacity = 4 }
    let slot_count: usize = 0
    if capacity > _SMALL_MAP {
        slot_count = _slots_for(capacity)
        capacity = (slot_count >> 1) + (slot_count >> 3)
    }
    // What is to be allocated comes before anything changes; the entries, which may move in place, are the last.
    let slots = @null_ptr<uint32>()
    let hashes = @null_ptr<uint32>()
    let ready = false
    defer {
        if !ready {
            if !@is_null(slots) { arc_rt_free(@ptr_cast<byte>(slots), slot_count *% 4) }
            if !@is_null(hashes) { arc_rt_free(@ptr_cast<byte>(hashes), capacity *% 4) }
        }
    }
    if slot_count != 0 && (@is_null(t.slots) || cast<usize>(t.mask) +% 1 != slot_count) {
        slots = @ptr_cast<uint32>(arc_rt_alloc(slot_count * 4))
    }
    if capacity != t.capacity {
        if _stores_hash<K>() { hashes = @ptr_cast<uint32>(arc_rt_alloc(capacity * 4)) }
        let entries = @ptr_cast<byte>(t.entries)
        entries = if @is_null(entries) { arc_rt_alloc(capacity * size) } else { arc_rt_realloc(entries, t.capacity * size, capacity * size) }
        t.entries = @ptr_cast<_Entry<K, V>>(entries)
    }
    ready = true
    if !@is_null(hashes) {
        if !@is_null(t.hashes) {
            @memcpy(hashes, t.hashes, t.used *% 4)
            arc_rt_free(@ptr_cast<byte>(t.hashes), t.capacity *% 4)
        }
        t.hashes = hashes
    }
    _close_holes(t)
    t.capacity = capacity
    if !@is_null(slots) || slot_count == 0 { _free_slots(t) }
    if !@is_null(slots) {
        t.slots = slots
        t.mask = truncate<uint32>(slot_count -% 1)
        t.shift = cast<uint32>(@clz(t.mask))
    }
    if slot_count != 0 { _build_index(t) }
}

@inline
func _entry_hash<K, V>(t: *_MapTable<K, V>, i: usize) uint32 {
    if _stores_hash<K>() { return t.hashes[i] }
    return _short_hash(t.entries[i].key, t.seed)
}

/// Makes the index anew from the entries; there are no holes.
@noinline
func _build_index<K, V>(t: *_MapTable<K, V>) {
    @memset(t.slots, 0, (cast<usize>(t.mask) +% 1) *% 4)
    for let i: usize = 0; i < t.used; i++ { _fill_slot(t, i, _entry_hash(t, i)) }
}

/// Moves the entries together so that no hole is left. The index is not up to date afterwards.
func _close_holes<K, V>(t: *_MapTable<K, V>) {
    if @is_null(t.holes) { return }
    let to: usize = 0
    for let i = t.first; i < t.used; i++ {
        if _is_hole(t, i) { continue }
        if to != i {
            @move_at(t.entries + to, t.entries + i)
            if _stores_hash<K>() { t.hashes[to] = t.hashes[i] }
        }
        to = to +% 1
    }
    _free_holes(t)
    t.used = to
    t.first = 0
}

/// Makes room for `extra` more entries: closes holes when that is enough, else grows.
@noinline
func _reserve_entries<K, V>(t: *_MapTable<K, V>, extra: usize) {
    if t.capacity -% t.used >= extra { return }
    let needed = t.live + extra
    let capacity = t.capacity
    if needed > capacity - capacity / 4 || @is_null(t.holes) {
        // Twice the slots are twice the entries.
        let doubled = capacity * 2
        if doubled < needed { doubled = needed }
        _set_table_capacity(t, doubled)
    } else {
        _close_holes(t)
        if !@is_null(t.slots) { _build_index(t) }
    }
}

/// The index of the entry with `key`, or _NO_ENTRY.
@inline
func _find_entry<K, V>(t: *_MapTable<K, V>, key: K) usize {
    if @is_null(t.slots) { return _find_in_small(t, key) }
    return _find_by_hash(t, key, _short_hash(key, t.seed))
}

/// Like `_find_entry` in a table with an index; `h` is the key's short hash.
@inline
func _find_by_hash<K, V>(t: *_MapTable<K, V>, key: K, h: uint32) usize {
    let mask = t.mask
    let slots = t.slots
    let tag = _tag(t, h)
    let at = _home(t, h)
    for {
        let slot = slots[at]
        if slot == 0 { return _NO_ENTRY }
        let i = (slot ^ tag) -% 1
        if i < mask && @likely(eq(t.entries[i].key, key)) { return i }
        at = (at +% 1) & mask
    }
}

func _find_in_small<K, V>(t: *_MapTable<K, V>, key: K) usize {
    if !_stores_hash<K>() && @is_null(t.holes) {
        // All of them, without a branch that depends on the key.
        let found = _NO_ENTRY
        for let i: usize = 0; i < t.used; i++ {
            if eq(t.entries[i].key, key) { found = i }
        }
        return found
    }
    for let i = t.first; i < t.used; i++ {
        if !_is_hole(t, i) && eq(t.entries[i].key, key) { return i }
    }
    return _NO_ENTRY
}

/// The index of the entry with `key`, or _NO_ENTRY with the short hash in `h` for `_add_entry`.
@inline
func _find_for_insert<K, V>(t: *_MapTable<K, V>, key: K, h: *uint32) usize {
    if @is_null(t.slots) {
        let i = _find_in_small(t, key)
        if i == _NO_ENTRY { *h = _short_hash(key, t.seed) }
        return i
    }
    let hash = _short_hash(key, t.seed)
    *h = hash
    return _find_by_hash(t, key, hash)
}

/// Adds an entry for a key that is not there. The table is the caller's own and has room. `h` is the key's short hash.
@inline
func _add_entry<K, V>(t: *_MapTable<K, V>, key: K, value: V, h: uint32) {
    // The value first: only its copy, or its making, can panic.
    @init(&t.entries[t.used].value, value)
    @init(&t.entries[t.used].key, key)
    _link_entry(t, h)
}

/// Makes the entry behind the last one, whose key and value were written just now, one of the table's; gives its index.
@inline
func _link_entry<K, V>(t: *_MapTable<K, V>, h: uint32) usize {
    let i = t.used
    if _stores_hash<K>() { t.hashes[i] = h }
    if !@is_null(t.slots) { _fill_slot(t, i, h) }
    t.used = i +% 1
    t.live = t.live +% 1
    return i
}

/// Takes the entry `i` out of the index and the array. Its key and value are the caller's then, who takes them from their
/// place before anything else happens to the table.
func _remove_entry<K, V>(t: *_MapTable<K, V>, i: usize, h: uint32) {
    if i +% 1 != t.used && @is_null(t.holes) {
        let bytes = _hole_bytes(t.capacity)
        t.holes = @ptr_cast<uint64>(arc_rt_alloc(bytes))
        @memset(t.holes, 0, bytes)
    }
    if !@is_null(t.slots) { _remove_slot(t, i, h) }
    t.live = t.live -% 1
    if i +% 1 == t.used {
        t.used = i
        // Holes that now stand at the end go too.
        for t.used > t.first && _is_hole(t, t.used -% 1) {
            t.used = t.used -% 1
            t.holes[t.used >> 6] = t.holes[t.used >> 6] & ~(cast<uint64>(1) << cast<uint32>(t.used & 63))
        }
        if t.used <= t.first {
            t.used = 0
            t.first = 0
            _free_holes(t)
        }
    } else {
        t.holes[i >> 6] = t.holes[i >> 6] | (cast<uint64>(1) << cast<uint32>(i & 63))
        if i == t.first { t.first = _next_live(t, i) }
    }
    if t.live == t.used && !@is_null(t.holes) { _free_holes(t) }
}

/// Empties the slot of entry `i` and moves back those behind it that were pushed past it.
func _remove_slot<K, V>(t: *_MapTable<K, V>, i: usize, h: uint32) {
    let mask = t.mask
    let wanted = truncate<uint32>(i +% 1)
    let hole = _home(t, h)
    for (t.slots[hole] & mask) != wanted { hole = (hole +% 1) & mask }
    let at = hole
    for {
        at = (at +% 1) & mask
        let slot = t.slots[at]
        if slot == 0 { break }
        let home = _home(t, _entry_hash(t, cast<usize>((slot & mask) -% 1)))
        if ((at -% home) & mask) >= ((at -% hole) & mask) {
            t.slots[hole] = slot
            hole = at
        }
    }
    t.slots[hole] = 0
}

/// A table of its own with the same live entries in the same order, and room for `extra` more.
@noinline
func _clone_table<K, V>(t: *_MapTable<K, V>, extra: usize) *_MapTable<K, V> {
    let fresh = _new_table<K, V>(t.live + extra)
    let whole = false
    defer { if !whole { _free_table(fresh) } }
    for let i = t.first; i < t.used; i++ {
        if _is_hole(t, i) { continue }
        // The copy has a seed of its own.
        _add_entry(fresh, t.entries[i].key, t.entries[i].value, _short_hash(t.entries[i].key, fresh.seed))
    }
    whole = true
    return fresh
}
