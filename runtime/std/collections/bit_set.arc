namespace collections

/// A set of small numbers that are not negative, one bit each. It grows with the largest number put in.
struct BitSet {
    _words: vector<uint64>

    /// Puts `n` in; true when it was not there.
    func insert(self s: *BitSet, n: usize) bool {
        let word = n / 64
        if word >= s._words.len() { s._words.resize(word + 1, 0) }
        let bit = cast<uint64>(1) << cast<uint32>(n % 64)
        let is_new = (s._words[word] & bit) == 0
        s._words[word] |= bit
        return is_new
    }

    /// Takes `n` out; true when it was there.
    func remove(self s: *BitSet, n: usize) bool {
        if !s.contains(n) { return false }
        s._words[n / 64] &= ~(cast<uint64>(1) << cast<uint32>(n % 64))
        return true
    }

    /// True when `n` is there.
    @inline
    func contains(self s: BitSet, n: usize) bool {
        let word = n / 64
        return word < s._words.len() && ((s._words[word] >> cast<uint32>(n % 64)) & 1) != 0
    }

    /// How many numbers there are.
    func len(self s: BitSet) usize {
        let n: usize = 0
        for w in s._words { n += cast<usize>(@popcount(w)) }
        return n
    }

    /// True when there is none.
    func is_empty(self s: BitSet) bool { return s._words.all(|w| w == 0) }

    /// Removes all numbers.
    func clear(self s: *BitSet) { s._words.clear() }

    /// The least number that is not below `from`, or null.
    func next_from(self s: BitSet, from: usize) usize? {
        let word = from / 64
        if word >= s._words.len() { return null }
        let bits = s._words[word] & (@max_of(uint64) << cast<uint32>(from % 64))
        for bits == 0 {
            word += 1
            if word == s._words.len() { return null }
            bits = s._words[word]
        }
        return word * 64 + cast<usize>(@ctz(bits))
    }

    /// All that are in one or the other.
    func union(self a: BitSet, b: BitSet) BitSet {
        let out = a
        if out._words.len() < b._words.len() { out._words.resize(b._words.len(), 0) }
        for i, w in b._words { out._words[i] |= w }
        return out
    }

    /// Those that are in both.
    func intersection(self a: BitSet, b: BitSet) BitSet {
        let out = a
        out._words.truncate(b._words.len())
        for i in 0..out._words.len() { out._words[i] &= b._words[i] }
        return out
    }

    /// Those that are in `a` and not in `b`.
    func difference(self a: BitSet, b: BitSet) BitSet {
        let out = a
        for i in 0..min(a._words.len(), b._words.len()) { out._words[i] &= ~b._words[i] }
        return out
    }

    /// True when all of `a` are in `b`.
    func is_subset(self a: BitSet, b: BitSet) bool { return a.difference(b).is_empty() }

    /// The numbers in order.
    func to_vector(self s: BitSet) vector<usize> {
        let out: vector<usize> = []
        for n in s { out.push(n) }
        return out
    }

    /// The numbers in order, for `for n in s`.
    func iter(self s: BitSet) BitSetIterator { return BitSetIterator{_set: s} }

    func to_string(self s: BitSet) string { return "{${s.to_vector().map(|n| "${n}").join(", ")}}" }

    func eq(self a: BitSet, b: BitSet) bool { return a.is_subset(b) && b.is_subset(a) }

    func hash(self s: BitSet, h: *Hasher) {
        // Zero words at the end do not count, as for `==`.
        let n = s._words.len()
        for n > 0 && s._words[n - 1] == 0 { n -= 1 }
        for i in 0..n { h.add_word(s._words[i]) }
    }
}

/// Gives the numbers of a set in order.
struct BitSetIterator {
    _set: BitSet
    _from: usize

    /// The next number, or null at the end.
    func next(self p: *BitSetIterator) usize? {
        let n = p._set.next_from(p._from)?
        p._from = n + 1
        return n
    }
}

/// A set of these numbers.
func bit_set_of(numbers: vector<usize>) BitSet {
    let out = BitSet{}
    for n in numbers { out.insert(n) }
    return out
}
