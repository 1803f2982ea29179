namespace testing

// Panics as a subject of tests: that there is one, and what becomes of values when one passes.

extern "C" {
    func arc_rt_catch(function: *byte, argument: *byte, info: *_PanicInfo) int32
    func arc_rt_panic_info_release(info: *_PanicInfo)
}

// ArcPanicInfo of runtime/core/contract.h.
struct _PanicInfo {
    report: *byte
    report_length: usize
    message: *byte
    message_length: usize
    rest: [20]uint64
}

/// Calls `f` and gives the message of the panic that left it, or null when it returned. The panic has run the `defer`s and
/// drops of what it left, and goes no further; nothing is written to standard error.
func panics(f: func()) string? {
    let body = f
    // A closure is its code and its environment, and its code takes the environment last.
    let words = @ptr_cast<*byte>(&body)
    let info = _PanicInfo{report: @null_ptr<byte>(), message: @null_ptr<byte>()}
    if arc_rt_catch(words[0], words[1], &info) == 0 { return null }
    defer arc_rt_panic_info_release(&info)
    return string_from_utf8_lossy(slice_of_pointer(info.message, info.message_length))
}

/// Counts values of type `Tracked`.
struct Tally {
    made: int64
    dropped: int64

    /// How many were made and not dropped.
    func live(self t: *Tally) int64 { return t.made - t.dropped }
}

/// A value with a `drop` that a `Tally` counts. Equality, order and hash go by the key.
struct Tracked {
    key: int64
    _tally: *Tally

    init(self t: *Tracked, key: int64, tally: *Tally) {
        t.key = key
        t._tally = tally
        tally.made += 1
    }

    /// A new value that the same tally counts.
    func another(self t: Tracked, key: int64) Tracked { return Tracked(key, t._tally) }

    drop(self t: *Tracked) { t._tally.dropped += 1 }

    func eq(self a: Tracked, b: Tracked) bool { return a.key == b.key }

    func compare(self a: Tracked, b: Tracked) int32 { return compare(a.key, b.key) }

    func hash(self t: Tracked, h: *Hasher) { hash(t.key, h) }

    func to_string(self t: Tracked) string { return "${t.key}" }
}

/// Panics once, after some steps.
struct Fuse {
    left: int64
    blown: bool

    /// One step less; panics when none is left, the first time.
    func step(self f: *Fuse) {
        if f.blown { return }
        if f.left == 0 {
            f.blown = true
            panic("the fuse has blown")
        }
        f.left -= 1
    }
}

/// Calls `body` again and again until it gets through, with a fuse that lasts one step longer each time: so that what
/// `body` calls panics at its first step, then at its second, and so on. After each round all values that were tracked with the
/// tally must have been dropped. Gives how many rounds panicked.
func each_panic(body: func(*Fuse, *Tally), location: string = @source_location()) int64 {
    let rounds: int64 = 0
    for {
        let fuse = Fuse{left: rounds}
        let tally = Tally{}
        let f = &fuse
        let t = &tally
        let message = panics(|| body(f, t))
        if tally.live() != 0 { _fail("${tally.live()} of ${tally.made} values live on after a panic in step ${rounds}", location) }
        if let text = message {
            if text != "the fuse has blown" { _fail("in step ${rounds}: ${text}", location) }
        }
        if !fuse.blown { return rounds }
        rounds += 1
    }
}
