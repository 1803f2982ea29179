namespace core

// Values that several threads read. What a `Shared` holds is marked when it is made: the counts of all that is inside are atomic
// from then on (the header's two highest bits are set, `arc.retain` and `arc.release` see to it), and nothing with such a count
// is ever changed in place, since it never looks like the only reference. So parts that were read out of it may be kept,
// passed on and dropped by any thread, and outlive it.

const _ATOMIC_COUNT: uint32 = 0xC0000000

/// An immutable value for many threads. Copies are the same value, and going to another thread costs nothing however large it is.
/// What `T` holds must be able to cross a task boundary: no raw pointers, functions or handles.
struct Shared<T> {
    _value: *T              // a counted object with an atomic count

    /// Takes the value over; what others refer to inside of it is copied.
    @consumes
    init(self s: *Shared<T>, value: T) where shareable(T) {
        let block = arc_rt_alloc(8 + @sizeof(T))
        let place = @ptr_cast<T>(block + 8)
        @init(place, @take(&value))
        let ready = false
        defer {
            if !ready {
                @drop_at(place)
                arc_rt_free(block, 8 + @sizeof(T))
            }
        }
        _make_own<T, false>(place)
        let c = _Crossing{depth: 0}
        _share_at(place, &c)
        _finish(&c)
        ready = true
        @ptr_cast<uint64>(block)[0] = cast<uint64>(_ATOMIC_COUNT + 1)
        s._value = place
    }

    @copy_hook
    @inline
    func _copied(self s: *Shared<T>) { @retain(s._value) }

    drop(self s: *Shared<T>) {
        if @release(s._value) {
            defer arc_rt_free(@ptr_cast<byte>(s._value) - 8, 8 + @sizeof(T))
            @drop_at(s._value)
        }
    }

    /// The value. Nothing in it is copied; whoever changes it gets parts of his own.
    @inline
    func get(self s: Shared<T>) T { return *s._value }

    /// `f` of the value, without counting anything.
    @inline
    func read<R>(self s: Shared<T>, f: func(T) R) R { return f(*s._value) }

    /// True when both are copies of one `Shared`.
    func is_same(self a: Shared<T>, b: Shared<T>) bool { return a._value == b._value }

    func to_string(self s: Shared<T>) string { return "${*s._value:?}" }

    func eq(self a: Shared<T>, b: Shared<T>) bool { return a._value == b._value || eq(*a._value, *b._value) }

    func compare(self a: Shared<T>, b: Shared<T>) int32 { return compare(*a._value, *b._value) }

    func hash(self s: Shared<T>, h: *Hasher) { hash(*s._value, h) }

    func _write_to_image(self s: *Shared<T>, to: *Shared<T>, w: *_Leaving) {
        let data = _written_before(@ptr_cast<byte>(s._value), w)
        if @is_null(data) {
            if _write_waits(to, s, w) { return }
            data = _place_object(w, 8, @sizeof(T), 0)
            _note_written(@ptr_cast<byte>(s._value), data, w)
            w.depth = w.depth +% 1
            _write_at<T>(@ptr_cast<T>(data), s._value, w)
            w.depth = w.depth -% 1
        }
        arc_comptime_link(w.result, @ptr_cast<byte>(&to._value), data)
    }

    /// For another thread: the value is the same there.
    func cross_threads(self _s: *Shared<T>) {}

    func _made_shared(self _s: *Shared<T>) {}
}

/// Makes the count of an object with one reference atomic. False when it is, or when the object is not counted.
func _share_count(p: *byte) bool {
    if _is_immortal(p) { return false }
    @ptr_cast<uint32>(p - 8)[0] = _ATOMIC_COUNT + 1
    return true
}

func _share_later<T>(c: *_Crossing, p: *byte, _from: *byte) { _share_at(@ptr_cast<T>(p), c) }

/// Makes all counts in `p` atomic, which shares nothing with other values.
func _share_at<T>(p: *T, c: *_Crossing) {
    comptime if @is_trivial(T) {
    } else {
        if c.depth >= _MOST_DEPTH {
            _note(c, @ptr_cast<byte>(p), @ptr_cast<byte>(p), _share_later<T>)
            return
        }
        c.depth = c.depth +% 1
        _share_parts(p, c)
        c.depth = c.depth -% 1
    }
}

func _share_parts<T>(p: *T, c: *_Crossing) {
    comptime if @kind(T) == "string" {
        _share_count(p._owner)
    } else comptime if @kind(T) == "vector" {
        if _share_count(@ptr_cast<byte>(p._data)) {
            // Slices find it there, so that making one writes nothing.
            _set_buffer_initialized(@ptr_cast<byte>(p._data), p._len)
            _share_all(p._data, p._len, c)
        }
    } else comptime if @kind(T) == "slice" {
        if _share_count(p._owner) { _share_all(@ptr_cast<@element(T)>(p._owner), _buffer_initialized(p._owner), c) }
    } else comptime if @kind(T) == "array" {
        _share_all(@ptr_cast<@element(T)>(p), @length(T), c)
    } else comptime if @kind(T) == "map" {
        if _share_count(@ptr_cast<byte>(p._table)) {
            let t = p._table
            comptime if !@is_trivial(@key(T)) || !@is_trivial(@value(T)) {
                for let i = t.first; i < t.used; i++ {
                    if _is_hole(t, i) { continue }
                    _share_at(&t.entries[i].key, c)
                    _share_at(&t.entries[i].value, c)
                }
            }
        }
    } else comptime if @kind(T) == "set" {
        _share_at(&p._map, c)
    } else comptime if @kind(T) == "optional" || @kind(T) == "result" || @kind(T) == "enum" {
        comptime if @is_boxed(T) {
            let cell = @ptr_cast<*byte>(p)[0]
            if @address(cell) <= 4095 || !_share_count(cell) { return }
        }
        comptime for v in @variants(T) {
            if @is_variant(*p, v) {
                comptime for f in @payload(v) { _share_at(&p.@payload(v, f), c) }
            }
        }
    } else comptime if @has_method(T, "_made_shared") {
        p._made_shared()
    } else comptime if @has_method(T, "_copied") {
        @compile_error("a handle of this type cannot be shared by threads")
    } else {
        let at = _drop_word_offset(p)
        if at != _NO_ENTRY {
            // The first copy would write the word: it gets its cell now.
            let word = @ptr_cast<*byte>(@ptr_cast<byte>(p) + at)
            if @is_null(*word) {
                let cell = arc_rt_alloc(8)
                @ptr_cast<uint64>(cell)[0] = 1
                *word = cell + 8
            }
            _share_count(*word)
        }
        comptime for f in @fields(T) { _share_at(&p.@field(f), c) }
    }
}

func _share_all<T>(data: *T, n: usize, c: *_Crossing) {
    comptime if !@is_trivial(T) {
        for let i: usize = 0; i < n; i++ { _share_at(data + i, c) }
    }
}
