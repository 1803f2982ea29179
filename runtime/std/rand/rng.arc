namespace rand

import "std/math"

// Random numbers: xoshiro256++ 1.0 (Blackman and Vigna), 256 bits of state, fast and good for everything but secrets.
// Secrets come from the system (secure.arc).

/// A generator of random numbers. Without a seed every one is different; the same seed gives the same numbers in every run and
/// on every machine. Copies go on independently from the same place: pass `&rng` to share one.
struct Rng {
    _a: uint64
    _b: uint64
    _c: uint64
    _d: uint64

    init(self r: *Rng, seed: uint64? = null) {
        if let s = seed {
            r._seed(s)
            return
        }
        let words: [4]uint64
        _fill_from_system(@ptr_cast<byte>(words.pointer()), 32)
        r._a = words[0]
        r._b = words[1]
        r._c = words[2]
        r._d = words[3] | 1         // not all may be zero
    }

    /// The state from one word by splitmix64, as the generator's authors advise: it is never all zero.
    func _seed(self r: *Rng, seed: uint64) {
        let x = seed
        r._a = _split_mix(&x)
        r._b = _split_mix(&x)
        r._c = _split_mix(&x)
        r._d = _split_mix(&x)
    }

    /// The next 64 random bits.
    @inline
    func next(self r: *Rng) uint64 {
        let result = @rotl(r._a +% r._d, 23) +% r._a
        let t = r._b << 17
        r._c ^= r._a
        r._d ^= r._b
        r._b ^= r._c
        r._a ^= r._d
        r._c ^= t
        r._d = @rotl(r._d, 45)
        return result
    }

    /// A number from 0 up to `bound`, `bound` left out, all equally likely (Lemire's method); panics when `bound` is 0.
    func below(self r: *Rng, bound: uint64) uint64 {
        if bound == 0 { panic("rand: no number is below 0") }
        let x = r.next()
        let high = @mul_high(x, bound)
        let low = x *% bound
        if low < bound {
            // Only here a remainder, seldom: the low results that would come up once more than others are drawn again.
            let threshold = (0 -% bound) % bound
            for low < threshold {
                x = r.next()
                high = @mul_high(x, bound)
                low = x *% bound
            }
        }
        return high
    }

    /// A number from `low` up to `high`, `high` left out, of any integer type; panics when there is none.
    func range<T>(self r: *Rng, low: T, high: T) T {
        comptime if @kind(T) == "float" {
            if !(low < high) { panic("rand: there is no number from ${low} up to ${high}") }
            let x = low + truncate<T>(r.float()) * (high - low)
            // Rounding may reach the end that is left out.
            return if x < high { x } else { low }
        } else {
            if low >= high { panic("rand: there is no number from ${low} up to ${high}") }
            return truncate<T>(truncate<uint64>(low) +% r.below(truncate<uint64>(high) -% truncate<uint64>(low)))
        }
    }

    /// A number from 0.0 up to 1.0, 1.0 left out: one of 2⁵³ equally spaced ones.
    @inline
    func float(self r: *Rng) float64 { return cast<float64>(r.next() >> 11) * (1.0 / 9007199254740992.0) }

    /// True or false; true with `probability`.
    func bool(self r: *Rng, probability: float64 = 0.5) bool { return r.float() < probability }

    /// A number of the normal distribution (the polar method).
    func normal(self r: *Rng, mean: float64 = 0.0, deviation: float64 = 1.0) float64 {
        for {
            let u = r.float() * 2.0 - 1.0
            let v = r.float() * 2.0 - 1.0
            let s = u * u + v * v
            if s > 0.0 && s < 1.0 { return mean + deviation * u * @sqrt(-2.0 * math.log(s) / s) }
        }
    }

    /// A number of the exponential distribution, `1 / rate` on the average.
    func exponential(self r: *Rng, rate: float64 = 1.0) float64 { return -math.log(1.0 - r.float()) / rate }

    /// `count` random bytes; for secrets use `secure_bytes`.
    func bytes(self r: *Rng, count: usize) vector<byte> {
        let out: vector<byte> = []
        out.resize_uninitialized(count)
        let at: usize = 0
        for at < count {
            let word = r.next()
            @memcpy(out.pointer() + at, &word, min(8, count - at))
            at += 8
        }
        return out
    }

    /// Brings the elements into a random order, all orders equally likely.
    func shuffle<T>(self r: *Rng, items: *vector<T>) {
        let i = items.len()
        for i > 1 {
            let j = cast<usize>(r.below(i))
            i -= 1
            if i != j { items.swap(i, j) }
        }
    }

    /// One of the elements, or null when there is none.
    func choose<T>(self r: *Rng, items: []T) T? {
        if items.is_empty() { return null }
        return items[r.below(items.len())]
    }

    /// An index, each as likely as its weight is large; null when no weight is above 0. Weights below 0 and NaN count as 0.
    func choose_weighted(self r: *Rng, weights: []float64) usize? {
        let total = 0.0
        for w in weights { if w > 0.0 { total += w } }
        if !(total > 0.0) { return null }
        let left = r.float() * total
        let last: usize? = null
        for i, w in weights {
            if !(w > 0.0) { continue }
            last = i
            if left < w { return i }
            left -= w
        }
        return last         // rounding
    }

    /// `count` of the elements without repetition, in random order; all of them when there are not that many.
    func sample<T>(self r: *Rng, items: []T, count: usize) vector<T> {
        let all = items.to_vector()
        let wanted = min(count, all.len())
        for i in 0..wanted {
            let j = r.range(i, all.len())
            if i != j { all.swap(i, j) }
        }
        all.truncate(wanted)
        return all
    }

    /// The numbers 0 to `count` - 1 in random order.
    func permutation(self r: *Rng, count: usize) vector<usize> {
        let out = (0..count).to_vector()
        r.shuffle(&out)
        return out
    }

    /// A generator whose numbers do not overlap with the next 2¹²⁸ of this one: for work that goes on side by side.
    func split(self r: *Rng) Rng {
        let other = *r
        r._jump()
        return other
    }

    /// Goes on by 2¹²⁸ numbers.
    func _jump(self r: *Rng) {
        let next = Rng{}
        for word in _JUMP {
            for b in 0..64 {
                if ((word >> cast<uint32>(b)) & 1) != 0 {
                    next._a ^= r._a
                    next._b ^= r._b
                    next._c ^= r._c
                    next._d ^= r._d
                }
                let _ = r.next()
            }
        }
        *r = next
    }
}

const _JUMP: [4]uint64 = [0x180EC6D33CFD0ABA, 0xD5A61266F0C9392C, 0xA9582618E03FC9AA, 0x39ABDC4529B1661C]

func _split_mix(x: *uint64) uint64 {
    *x = *x +% 0x9E3779B97F4A7C15
    let z = *x
    z = (z ^ (z >> 30)) *% 0xBF58476D1CE4E5B9
    z = (z ^ (z >> 27)) *% 0x94D049BB133111EB
    return z ^ (z >> 31)
}
