namespace time

// Clocks and waiting. Lengths of time are of type `duration`: `250_ms`; dates are in date.arc.

extern "C" {
    func arc_rt_sys_clock(clock: int32) int64
    func arc_rt_sys_nanosleep(nanoseconds: int64) int64
}

/// A point of the steady clock, which never jumps and starts anywhere.
struct Instant {
    _nanoseconds: int64

    /// How long ago it was.
    func elapsed(self a: Instant) duration { return bitcast<duration>(arc_rt_sys_clock(1) - a._nanoseconds) }
    /// From `earlier` to this one.
    func since(self a: Instant, earlier: Instant) duration { return bitcast<duration>(a._nanoseconds - earlier._nanoseconds) }
    /// The instant `d` later.
    func plus(self a: Instant, d: duration) Instant { return Instant{_nanoseconds: a._nanoseconds + bitcast<int64>(d)} }
    /// How long it is until then; negative when it is past.
    func until(self a: Instant) duration { return bitcast<duration>(a._nanoseconds - arc_rt_sys_clock(1)) }
}

/// Now on the steady clock.
func now() Instant { return Instant{_nanoseconds: arc_rt_sys_clock(1)} }

/// Nanoseconds since the beginning of 1970 by the system's clock.
func unix_nanoseconds() int64 { return arc_rt_sys_clock(0) }

/// Whole seconds since the beginning of 1970 by the system's clock.
func unix_seconds() int64 { return arc_rt_sys_clock(0) / 1_000_000_000 }

/// Waits for `d`; not at all when it is 0 or less.
func sleep(d: duration) {
    let n = bitcast<int64>(d)
    if n > 0 { arc_rt_sys_nanosleep(n) }
}

/// Waits until an instant; not at all when it is past.
func sleep_until(then: Instant) { sleep(then.until()) }

/// How long `f` takes.
func measure(f: func()) duration {
    let start = now()
    f()
    return start.elapsed()
}
