namespace core

/// The numbers from `low` up to `high`, which belongs to it only when `inclusive` is set: `0..10`, `1..=6`, `'a'..='z'`.
@lang("range")
struct range<T> {
    low: T
    high: T
    inclusive: bool

    /// As it is written: `0..5`, `'a'..='z'`.
    func to_string(self r: range<T>) string {
        if r.inclusive { return "${r.low:?}..=${r.high:?}" }
        return "${r.low:?}..${r.high:?}"
    }

    /// True when there is no number in it.
    func is_empty(self r: range<T>) bool {
        if r.inclusive { return r.low > r.high }
        return r.low >= r.high
    }

    /// How many numbers there are.
    func len(self r: range<T>) usize {
        if r.is_empty() { return 0 }
        comptime if @kind(T) == "char" {
            let n = cast<usize>(r.high.code() - r.low.code())
            if r.inclusive { return n + 1 }
            return n
        } else {
            // The distance fits 64 bits unsigned whatever the type.
            let n = truncate<usize>(r.high) -% truncate<usize>(r.low)
            if r.inclusive { return n + 1 }
            return n
        }
    }

    /// True when `x` lies in it.
    func contains(self r: range<T>, x: T) bool {
        if x < r.low { return false }
        if r.inclusive { return x <= r.high }
        return x < r.high
    }

    func iter(self r: range<T>) RangeIterator<T> {
        return RangeIterator<T>{_next: r.low, _last: r.high, _inclusive: r.inclusive, _done: r.is_empty()}
    }

    /// The numbers with `step` between them, from the low end: `(0..10).step_by(3)` gives 0, 3, 6, 9.
    func step_by(self r: range<T>, step: T) vector<T> {
        if step <= 0 { panic("a step must be above 0") }
        let out: vector<T> = []
        if r.is_empty() { return out }
        let x = r.low
        for {
            out.push(x)
            if r.high - x < step || (!r.inclusive && r.high - x == step) { return out }
            x += step
        }
    }

    /// The numbers from the high end to the low one.
    func reversed(self r: range<T>) vector<T> {
        let out = r.to_vector()
        out.reverse()
        return out
    }

    /// All numbers as a vector.
    func to_vector(self r: range<T>) vector<T> {
        let out: vector<T> = []
        out.reserve(r.len())
        for x in r { out.push(x) }
        return out
    }

    /// `f` of each number.
    func map<U>(self r: range<T>, f: func(T) U) vector<U> {
        let out: vector<U> = []
        out.reserve(r.len())
        for x in r { out.push(f(x)) }
        return out
    }

    /// The numbers of which `keep` says so.
    func filter(self r: range<T>, keep: func(T) bool) vector<T> {
        let out: vector<T> = []
        for x in r {
            if keep(x) { out.push(x) }
        }
        return out
    }

    /// Joins all numbers from the left.
    func reduce<A>(self r: range<T>, start: A, f: func(A, T) A) A {
        let value = start
        for x in r { value = f(value, x) }
        return value
    }

    /// The sum of the numbers, with overflow checked.
    func sum(self r: range<T>) T {
        let total = @zero_value<T>()
        for x in r { total += x }
        return total
    }
}

/// Gives the numbers of a range one after the other.
struct RangeIterator<T> {
    _next: T
    _last: T
    _inclusive: bool
    _done: bool

    /// The next number, or null at the end.
    func next(self p: *RangeIterator<T>) T? {
        if p._done { return null }
        let x = p._next
        comptime if @kind(T) == "char" {
            if x == p._last || bitcast<uint32>(x) + 1 == bitcast<uint32>(p._last) && !p._inclusive {
                p._done = true
            } else {
                p._next = bitcast<char>(bitcast<uint32>(x) + 1)
            }
        } else {
            if x == p._last || (!p._inclusive && x + 1 == p._last) {
                p._done = true
            } else {
                p._next = x + 1
            }
        }
        return x
    }
}
