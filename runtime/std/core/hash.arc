namespace core

// Hashing. One function, seeded, for maps and for users: each word is mixed by a 64 by 64 bit multiplication whose two
// halves are folded together (the scheme of wyhash), which is fast and, with a seed that nobody outside knows, hard to
// aim at.

const _HASH_K0: uint64 = 0xA0761D6478BD642F
const _HASH_GOLDEN: uint64 = 0x9E3779B97F4A7C15
const _HASH_K1: uint64 = 0xE7037ED1A0B428DB

/// Takes in values and gives a 64-bit hash of all of them.
struct Hasher {
    _state: uint64

    /// Begins anew with `seed`.
    init(self p: *Hasher, seed: uint64 = 0) { p._state = seed ^ _HASH_K1 }

    /// Takes in a word.
    @inline
    func add_word(self p: *Hasher, x: uint64) { p._state = _mix(p._state ^ x, _HASH_K0) }

    /// Takes in bytes.
    func add_bytes(self p: *Hasher, data: *byte, length: usize) {
        p._state = _hash_bytes(data, length, p._state)
    }

    /// The hash of everything so far.
    @inline
    func finish(self h: Hasher) uint64 { return _mix(h._state, _HASH_K1) }
}

/// The halves of the 128-bit product, folded.
@inline
func _mix(a: uint64, b: uint64) uint64 { return (a *% b) ^ @mul_high(a, b) }

/// The factor is the golden ratio's fraction: multiples of it lie most evenly, so that the high bits of neighbouring
/// numbers' hashes do.
@inline
func _hash_word(x: uint64, seed: uint64) uint64 { return _mix(x ^ seed, _HASH_GOLDEN) }

func _hash_bytes(data: *byte, length: usize, seed: uint64) uint64 {
    let a: uint64 = 0
    let b: uint64 = 0
    let secret = @rotl(seed, 32) ^ _HASH_K1      // nobody can choose text that makes a factor below zero
    let state = seed ^ _HASH_K0
    let p = data
    let n = length
    if n > 16 {
        for n > 16 {
            state = _mix(_load64(p) ^ secret, _load64(p + 8) ^ state)
            p = p + 16
            n = n -% 16
        }
        // The last 16 bytes, which may overlap those before.
        a = _load64(p + n - 16)
        b = _load64(p + n - 8)
    } else if n >= 8 {
        a = _load64(p)
        b = _load64(p + n - 8)
    } else if n >= 4 {
        a = _load32(p)
        b = _load32(p + n - 4)
    } else if n > 0 {
        let first: uint64 = p[0]
        let middle: uint64 = p[n >> 1]
        let last: uint64 = p[n -% 1]
        a = (first << 16) | (middle << 8) | last
    }
    return _mix(secret ^ cast<uint64>(length), _mix(a ^ secret, b ^ state))
}

/// Takes `v` into `h`: what is equal hashes equal. A type's own `hash(self v, h: *Hasher)` method comes first.
@lang("hash")
func hash<T>(v: T, h: *Hasher) {
    comptime if @kind(T) == "int" {
        h.add_word(truncate<uint64>(v))
    } else comptime if @kind(T) == "bool" {
        if v { h.add_word(1) } else { h.add_word(0) }
    } else comptime if @kind(T) == "char" {
        h.add_word(bitcast<uint32>(v))
    } else comptime if @kind(T) == "duration" {
        h.add_word(bitcast<uint64>(v))
    } else comptime if @kind(T) == "float" {
        // Equal values, equal hashes: 0.0 and -0.0.
        let x: float64 = v
        if x == 0.0 { h.add_word(0) } else { h.add_word(bitcast<uint64>(x)) }
    } else comptime if @kind(T) == "pointer" {
        h.add_word(cast<uint64>(@address(v)))
    } else comptime if @kind(T) == "string" {
        h.add_bytes(v._data, v._len)
    } else comptime if @kind(T) == "vector" || @kind(T) == "slice" {
        h.add_word(cast<uint64>(v._len))
        for x in v { hash(x, h) }
    } else comptime if @kind(T) == "array" {
        for let i: usize = 0; i < @length(T); i++ { hash(v[i], h) }
    } else comptime if @kind(T) == "map" || @kind(T) == "set" {
        v._hash_into(h)
    } else comptime if @has_method(T, "hash") {
        v.hash(h)
    } else comptime if @kind(T) == "struct" || @kind(T) == "tuple" {
        comptime for f in @fields(T) { hash(v.@field(f), h) }
    } else comptime if @kind(T) == "enum" {
        comptime for c in @variants(T) {
            if @is_variant(v, c) {
                h.add_word(cast<uint64>(c.index))
                comptime for f in @payload(c) { hash(v.@payload(c, f), h) }
            }
        }
    } else comptime if @kind(T) == "optional" {
        if let x = v {
            h.add_word(1)
            hash(x, h)
        } else {
            h.add_word(0)
        }
    } else comptime if @kind(T) == "type" {
        h.add_word(_known_type(@type_number(v)))
    } else comptime if @kind(T) == "void" {
    } else {
        @compile_error("values of this type cannot be hashed")
    }
}

/// The hash that a map with `seed` uses for `key`.
@inline
func _hash_key<K>(key: K, seed: uint64) uint64 {
    comptime if @kind(K) == "int" {
        return _hash_word(truncate<uint64>(key), seed)
    } else comptime if @kind(K) == "char" {
        return _hash_word(bitcast<uint32>(key), seed)
    } else comptime if @kind(K) == "string" {
        return _hash_bytes(key._data, key._len, seed)
    } else {
        let h = Hasher{_state: seed}
        hash(key, &h)
        return h.finish()
    }
}

/// A 64-bit hash of any value, the same in every run.
func hash_of<T>(v: T) uint64 {
    let h = Hasher(0)
    hash(v, &h)
    return h.finish()
}
