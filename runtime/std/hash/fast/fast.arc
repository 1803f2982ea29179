namespace fast

// Fast hashes for tables, sketches and sharding; not for secrets.

import "std/rand"

/// Makes hashes that nobody outside can foretell, so that nobody can choose values that collide. Two seeds give
/// different hashes.
struct Seed {
    _value: uint64

    /// A seed of the system's random numbers, or this one.
    init(self s: *Seed, value: uint64? = null) { s._value = value ?? rand.secure_uint64() }

    /// The hash of any value; equal values have equal hashes.
    func hash<T>(self s: Seed, value: T) uint64 {
        let h = Hasher(s._value)
        hash(value, &h)
        return h.finish()
    }

    /// The hash of bytes (a vector or slice) or a string; the same for the same bytes, whichever of these they are.
    func bytes<B>(self s: Seed, data: B) uint64 {
        let h = Hasher(s._value)
        h.add_bytes(data.pointer(), data.len())
        return h.finish()
    }
}

/// FNV-1a of bytes (a vector or slice) or a string: slow, simple, the same everywhere.
func fnv1a<B>(data: B) uint64 {
    let h: uint64 = 0xCBF29CE484222325
    let p = data.pointer()
    for i in 0..data.len() { h = (h ^ p[i]) *% 0x100000001B3 }
    return h
}

/// One number of two, as good a hash as they are; the order counts.
func combine(a: uint64, b: uint64) uint64 {
    let h = Hasher()
    h.add_word(a)
    h.add_word(b)
    return h.finish()
}
