namespace core

/// A growable sequence with value semantics: a copy is a new reference to the same buffer, and whoever changes a shared
/// buffer gets one of its own first. All vectors that share a buffer have the same length.
@lang("vector")
struct vector<T> {
    _data: *T = @null_ptr<T>()      // payload of a buffer (runtime.arc), or null
    _len: usize

    @copy_hook
    @inline
    func _copied(self p: *vector<T>) { @retain(p._data) }

    @memory_only
    @inline
    drop(self p: *vector<T>) {
        if @release(p._data) { _free_vector_buffer(p._data, p._len) }
    }

    /// `count` elements, each equal to `value`: `vector<int64>(10, 0)`.
    init(self p: *vector<T>, count: usize, value: T) {
        p._data = @null_ptr<T>()
        p._len = 0
        p.resize(count, value)
    }

    /// How many elements there are.
    @inline
    func len(self v: vector<T>) usize { return v._len }

    /// True when there are none.
    @inline
    func is_empty(self v: vector<T>) bool { return v._len == 0 }

    /// How many elements fit before the buffer must grow.
    func capacity(self v: vector<T>) usize {
        if @is_null(v._data) { return 0 }
        return _buffer_capacity(@ptr_cast<byte>(v._data))
    }

    @inline
    func _raw_data(self v: vector<T>) *T { return v._data }

    /// The address of the first element, for foreign functions; it holds until the vector changes or dies.
    @inline
    func pointer(self v: vector<T>) *T { return v._data }

    @inline
    func _at(self v: vector<T>, i: isize) *T { return v._data + @index_check(i, v._len) }

    @inline
    func _at_mut(self p: *vector<T>, i: isize) *T {
        let k = @index_check(i, p._len)
        if @unlikely(!@is_unique(p._data)) { p._data = _detached(p._data, p._len, p._len) }
        return p._data + k
    }

    func _slice_of(self v: vector<T>, low: usize, high: usize) []T {
        if low > high || high > v._len { _panic_slice(low, high, v._len) }
        if low == high { return _slice<T>{_len: 0} }
        comptime if !@is_trivial(T) {
            // Threads that read one vector write nothing.
            if _buffer_initialized(@ptr_cast<byte>(v._data)) != v._len { _set_buffer_initialized(@ptr_cast<byte>(v._data), v._len) }
        }
        @retain(v._data)
        return _slice<T>{_owner: @ptr_cast<byte>(v._data), _data: v._data + low, _len: high -% low}
    }

    // ---- storage -------------------------------------------------------------------------------------------------

    // What seldom happens takes and gives the buffer as a value: the address of the vector stays unknown to it, so that a
    // local vector's buffer and length can live in registers.

    /// Afterwards the buffer is this vector's own.
    @inline
    func _make_unique(self p: *vector<T>) {
        if !@is_null(p._data) && @unlikely(!@is_unique(p._data)) { p._data = _detached(p._data, p._len, p._len) }
    }

    /// True when one more element can be written right away.
    @inline
    func _has_room(self p: *vector<T>) bool {
        return !@is_null(p._data) && @is_unique(p._data) && _buffer_capacity(@ptr_cast<byte>(p._data)) > p._len
    }

    /// Afterwards the buffer is this vector's own and has room for `extra` more elements.
    @inline
    func _grow(self p: *vector<T>, extra: usize) { p._data = _with_room(p._data, p._len, extra) }

    /// Makes room for `extra` more elements.
    func reserve(self p: *vector<T>, extra: usize) {
        if extra == 0 { return }
        let needed = p._len +| extra
        if @is_null(p._data) {
            p._data = @ptr_cast<T>(_new_roomy_buffer(needed, @sizeof(T)))
        } else if !@is_unique(p._data) || _buffer_capacity(@ptr_cast<byte>(p._data)) < needed {
            p._grow(extra)
        }
    }

    /// Gives back memory that no element uses.
    func shrink(self p: *vector<T>) {
        if @is_null(p._data) || !@is_unique(p._data) { return }
        if p._len == 0 {
            *p = vector<T>{_len: 0}
        } else if p._len < _buffer_capacity(@ptr_cast<byte>(p._data)) {
            p._data = @ptr_cast<T>(_resize_buffer(@ptr_cast<byte>(p._data), p._len, @sizeof(T)))
        }
    }

    // ---- adding and removing -------------------------------------------------------------------------------------

    /// Adds `value` at the end.
    @inline
    func push(self p: *vector<T>, value: T) {
        if @likely(p._has_room()) {
            @init(p._data + p._len, value)
            p._len = p._len +% 1
        } else {
            p._data = _push_slow(p._data, p._len, value)
            p._len = p._len +% 1
        }
    }

    /// Removes the last element and gives it, or null when there is none.
    @inline
    func pop(self p: *vector<T>) T? {
        if p._len == 0 { return null }
        if @unlikely(!@is_unique(p._data)) { p._data = _detached(p._data, p._len, p._len) }
        p._len = p._len -% 1
        return @take(p._data + p._len)
    }

    /// Puts `value` before the element `i`; `i` may be the length.
    func insert(self p: *vector<T>, i: usize, value: T) {
        if i > p._len { _panic_insert(i, p._len) }
        let at = i
        let saved = value
        p._grow(1)
        let old = p._len
        p._len = at             // while one place is open, those behind it are not the vector's
        @memmove(p._data + (at +% 1), p._data + at, (old -% at) *% @sizeof(T))
        @init(p._data + at, saved)
        p._len = old +% 1
    }

    /// Removes the element `i` and gives it; those behind it move up.
    func remove(self p: *vector<T>, i: usize) T {
        let at = @index_check(i, p._len)
        p._make_unique()
        let value = @take(p._data + at)
        p._len = p._len -% 1
        @memmove(p._data + at, p._data + (at +% 1), (p._len -% at) *% @sizeof(T))
        return value
    }

    /// Removes the element `i` and gives it; the last one takes its place.
    func swap_remove(self p: *vector<T>, i: usize) T {
        let at = @index_check(i, p._len)
        p._make_unique()
        let value = @take(p._data + at)
        p._len = p._len -% 1
        if at != p._len { @move_at(p._data + at, p._data + p._len) }
        return value
    }

    /// Removes all elements; the memory stays for new ones when nobody else uses it.
    func clear(self p: *vector<T>) { p.truncate(0) }

    /// Removes the elements from `length` on.
    func truncate(self p: *vector<T>, length: usize) {
        if length >= p._len { return }
        if !@is_unique(p._data) {
            if length == 0 {
                *p = vector<T>{_len: 0}
            } else {
                let kept = vector<T>{_len: 0}
                kept._append_copies(p._data, length)
                *p = kept
            }
            return
        }
        let old = p._len
        p._len = length
        _drop_elements(p._data + length, old -% length)
    }

    /// Makes the length `count`: cuts, or adds copies of `value`.
    func resize(self p: *vector<T>, count: usize, value: T) {
        if count <= p._len {
            p.truncate(count)
            return
        }
        let saved = value
        let extra = count - p._len
        p.reserve(extra)
        comptime if @is_trivial(T) {
            for let i = p._len; i < count; i++ { @init(p._data + i, saved) }
            p._len = count
        } else {
            for p._len < count {
                @init(p._data + p._len, saved)
                p._len = p._len +% 1
            }
        }
    }

    /// Makes the length `count` without a value for new elements, whose bytes are whatever was there. For numbers and
    /// bytes that are overwritten right away, as by reading a file.
    func resize_uninitialized(self p: *vector<T>, count: usize) {
        comptime if !@is_trivial(T) { @compile_error("only elements without owners can stay uninitialized") }
        if count <= p._len {
            p.truncate(count)
            return
        }
        p.reserve(count - p._len)
        p._len = count
    }

    /// Removes the elements `low` up to `high` and gives them.
    func drain(self p: *vector<T>, low: usize, high: usize) vector<T> {
        if low > high || high > p._len { _panic_slice(low, high, p._len) }
        let out = vector<T>{_len: 0}
        p.drain_into(low, high, &out)
        return out
    }

    /// Removes the elements `low` up to `high` and puts them behind those of `to`.
    func drain_into(self p: *vector<T>, low: usize, high: usize, to: *vector<T>) {
        if low > high || high > p._len { _panic_slice(low, high, p._len) }
        if low == high { return }
        p._make_unique()
        let count = high -% low
        to.reserve(count)
        @memcpy(to._data + to._len, p._data + low, count *% @sizeof(T))
        to._len = to._len +% count
        @memmove(p._data + low, p._data + high, (p._len -% high) *% @sizeof(T))
        p._len = p._len -% count
    }

    /// Adds `count` elements by copying them; the source is not in this vector's buffer, or the buffer has room.
    func _append_copies(self p: *vector<T>, from: *T, count: usize) {
        p.reserve(count)
        _copy_elements(p._data + p._len, from, count)
        p._len = p._len +% count
    }

    /// Adds all elements of a vector, slice, array, range or other sequence.
    func extend<S>(self p: *vector<T>, more: S) {
        comptime if @kind(S) == "vector" || @kind(S) == "slice" {
            let kept = more         // a view of this very vector stays valid
            if kept._len != 0 { p._append_copies(kept._data, kept._len) }
        } else {
            for x in more { p.push(x) }
        }
    }

    // ---- looking -------------------------------------------------------------------------------------------------

    /// The element `i`, or null when there is none.
    @inline
    func get(self v: vector<T>, i: usize) T? {
        if i >= v._len { return null }
        return *(v._data + i)
    }

    /// The first element, or null.
    func first(self v: vector<T>) T? {
        if v._len == 0 { return null }
        return (*v._data)
    }

    /// The last element, or null.
    func last(self v: vector<T>) T? {
        if v._len == 0 { return null }
        return *(v._data + (v._len -% 1))
    }

    /// The whole vector as a slice.
    func as_slice(self v: vector<T>) []T { return v._slice_of(0, v._len) }

    func _as_slice(self v: vector<T>) []T { return v._slice_of(0, v._len) }

    /// A reference to the same elements; it is copied when one of the two changes.
    func to_vector(self v: vector<T>) vector<T> { return v }

    /// Exchanges two elements.
    func swap(self p: *vector<T>, i: usize, j: usize) {
        let a = @index_check(i, p._len)
        let b = @index_check(j, p._len)
        p._make_unique()
        swap(p._data + a, p._data + b)
    }

    /// Makes every element equal to `value`.
    func fill(self p: *vector<T>, value: T) {
        let saved = value
        p._make_unique()
        for let i: usize = 0; i < p._len; i++ { *(p._data + i) = saved }
    }

    /// Turns the order round.
    func reverse(self p: *vector<T>) {
        p._make_unique()
        if p._len < 2 { return }
        let a: usize = 0
        let b = p._len -% 1
        for a < b {
            swap(p._data + a, p._data + b)
            a = a +% 1
            b = b -% 1
        }
    }

    /// Removes elements that equal the one before them.
    func dedup(self p: *vector<T>) {
        if p._len < 2 { return }
        let out = vector<T>{_len: 0}
        out.reserve(p._len)
        for let i: usize = 0; i < p._len; i++ {
            if i == 0 || !eq(*(p._data + i), *(p._data + (i -% 1))) { out.push(*(p._data + i)) }
        }
        *p = out
    }

    /// Keeps the elements of which `keep` says so.
    func retain(self p: *vector<T>, keep: func(T) bool) { *p = p.filter(keep) }

    /// Sorts by `compare` (`<`); equal elements keep their order.
    func sort(self p: *vector<T>) {
        p._make_unique()
        _sort(p._data, p._len)
    }

    /// Sorts so that `less(a, b)` holds where `a` comes first; elements of which none is less keep their order.
    func sort_by(self p: *vector<T>, less: func(T, T) bool) {
        p._make_unique()
        _merge_sort(p._data, p._len, less)
    }

    /// Sorts by the key that `key` gives for each element, asked once an element.
    func sort_by_key<K>(self p: *vector<T>, key: func(T) K) {
        let keys: vector<(K, usize)> = []
        keys.reserve(p._len)
        for i, x in *p { keys.push((key(x), i)) }
        keys.sort()
        let out = vector<T>{_len: 0}
        out.reserve(p._len)
        for pair in keys { out.push(*(p._data + pair.1)) }
        *p = out
    }

    /// The vector in sorted order.
    func sorted(self v: vector<T>) vector<T> {
        let out = v
        out.sort()
        return out
    }
}

@cold
@noinline
@hidden
func _panic_insert(i: usize, length: usize) never { panic("cannot insert at ${i}: the length is ${length}") }

/// Gives up a reference to a buffer for one to a copy that has room for `room` elements.
@noinline
func _detached<T>(data: *T, length: usize, room: usize) *T {
    let fresh = @ptr_cast<T>(@null_ptr<byte>())
    if room > 0 { fresh = _filled<T>(_new_roomy_buffer(room, @sizeof(T)), data, length) }
    if @release(data) { _free_vector_buffer(data, length) }
    return fresh
}

/// Gives up a reference to a buffer for one that is the only one and has room for `extra` more elements.
@noinline
func _with_room<T>(data: *T, length: usize, extra: usize) *T {
    let needed = length +| extra
    if @is_null(data) {
        if needed == 0 { return data }
        return @ptr_cast<T>(_new_buffer(_grown_capacity(0, needed, @sizeof(T)), @sizeof(T)))
    }
    let capacity = _buffer_capacity(@ptr_cast<byte>(data))
    if !@is_unique(data) { return _detached(data, length, if needed > length { _grown_capacity(length, needed, @sizeof(T)) } else { length }) }
    if needed <= capacity { return data }
    return @ptr_cast<T>(_resize_buffer(@ptr_cast<byte>(data), _grown_capacity(capacity, needed, @sizeof(T)), @sizeof(T)))
}

/// The buffer, or the one that takes its place, with `value` behind its `length` elements.
@noinline
func _push_slow<T>(data: *T, length: usize, value: T) *T {
    let saved = value       // `value` may be an element of the buffer that moves
    let roomy = _with_room(data, length, 1)
    @init(roomy + length, saved)
    return roomy
}

/// Drops the elements of a buffer without owners and frees it.
@noinline
func _free_vector_buffer<T>(data: *T, count: usize) {
    comptime if @ends_unseen(T) {
        _drop_elements(data, count)
        _free_buffer(@ptr_cast<byte>(data), @sizeof(T))
    } else {
        defer _free_buffer(@ptr_cast<byte>(data), @sizeof(T))
        _drop_elements(data, count)
    }
}

/// A vector of `n` uninitialized elements, which the compiler fills.
@lang("vector_literal")
func _vector_literal<T>(n: usize) vector<T> {
    if n == 0 { return vector<T>{_len: 0} }
    return vector<T>{_data: @ptr_cast<T>(_new_buffer(n, @sizeof(T))), _len: n}
}

/// An empty vector with room for `n` elements.
func vector_with_capacity<T>(n: usize) vector<T> {
    let v = vector<T>{_len: 0}
    v.reserve(n)
    return v
}
