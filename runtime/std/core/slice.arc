namespace core

/// The type behind `[]T`: a view of elements that belong to a vector, string or array and that it keeps alive, or of raw
/// memory (no owner). It has value semantics: writing through it gives it elements of its own, the viewed ones stay.
@lang("slice")
struct _slice<T> {
    _owner: *byte = @null_ptr<byte>()       // a buffer of elements of type T
    _data: *T = @null_ptr<T>()
    _len: usize

    @copy_hook
    @inline
    func _copied(self p: *_slice<T>) { @retain(p._owner) }

    @memory_only
    @inline
    drop(self p: *_slice<T>) {
        if @release(p._owner) {
            _free_vector_buffer(@ptr_cast<T>(p._owner), _buffer_initialized(p._owner))
        }
    }

    /// How many elements the view has.
    @inline
    func len(self v: _slice<T>) usize { return v._len }

    /// True when there are none.
    @inline
    func is_empty(self v: _slice<T>) bool { return v._len == 0 }

    @inline
    func _raw_data(self v: _slice<T>) *T { return v._data }

    /// The address of the first element.
    @inline
    func pointer(self v: _slice<T>) *T { return v._data }

    @inline
    func _at(self v: _slice<T>, i: isize) *T { return v._data + @index_check(i, v._len) }

    @inline
    func _at_mut(self p: *_slice<T>, i: isize) *T {
        let k = @index_check(i, p._len)
        if @unlikely(@is_null(p._owner) || !@is_unique(p._owner)) { p._detach() }
        return p._data + k
    }

    /// Gives the view elements of its own.
    @noinline
    func _detach(self p: *_slice<T>) {
        let fresh = _new_buffer(p._len, @sizeof(T))
        let data = _filled<T>(fresh, p._data, p._len)
        _set_buffer_initialized(fresh, p._len)
        *p = _slice<T>{_owner: fresh, _data: data, _len: p._len}
    }

    func _slice_of(self v: _slice<T>, low: usize, high: usize) []T {
        if low > high || high > v._len { _panic_slice(low, high, v._len) }
        @retain(v._owner)
        return _slice<T>{_owner: v._owner, _data: v._data + low, _len: high -% low}
    }

    /// The element `i`, or null when there is none.
    func get(self v: _slice<T>, i: usize) T? {
        if i >= v._len { return null }
        return *(v._data + i)
    }

    /// The first element, or null.
    func first(self v: _slice<T>) T? { return v.get(0) }

    /// The last element, or null.
    func last(self v: _slice<T>) T? {
        if v._len == 0 { return null }
        return *(v._data + (v._len -% 1))
    }

    /// A copy of the elements as a vector.
    func to_vector(self v: _slice<T>) vector<T> {
        let out = vector<T>{_len: 0}
        if v._len != 0 { out._append_copies(v._data, v._len) }
        return out
    }

    /// The elements in sorted order, as a vector.
    func sorted(self v: _slice<T>) vector<T> {
        let out = v.to_vector()
        out.sort()
        return out
    }
}

/// A view of `count` elements of raw memory that the caller keeps alive. The compiler lets it not cross a task boundary.
func slice_of_pointer<T>(data: *T, count: usize) []T { return _slice<T>{_data: data, _len: count} }
