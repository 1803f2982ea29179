namespace sha256

// SHA-256 (FIPS 180-4) and HMAC with it (RFC 2104).

/// Bytes of a digest.
const SIZE: usize = 32
/// Bytes that are taken in at once.
const BLOCK_SIZE: usize = 64

const _K: [64]uint32 = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
    0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152,
    0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1,
    0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee,
    0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]

/// Takes bytes in piece by piece. `Sha256()` begins with none.
struct Sha256 {
    _state: [8]uint32
    _block: [64]byte            // what does not fill a block yet
    _length: uint64             // bytes so far

    init(self h: *Sha256) { h.reset() }

    /// Begins anew.
    func reset(self h: *Sha256) {
        h._state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]
        h._length = 0
    }

    /// Takes in bytes (a vector or slice) or a string.
    func write<B>(self h: *Sha256, data: B) { h._take(data.pointer(), data.len()) }

    func _take(self h: *Sha256, from: *byte, length: usize) {
        let p = from
        let left = length
        let used = cast<usize>(h._length % 64)
        h._length += cast<uint64>(length)
        if used > 0 {
            let n = min(left, 64 - used)
            @memcpy(&h._block[used], p, n)
            p = p + n
            left -= n
            if used + n < 64 { return }
            _compress(h._state.pointer(), h._block.pointer(), 1)
        }
        let blocks = left / 64
        if blocks > 0 {
            _compress(h._state.pointer(), p, blocks)
            p = p + blocks * 64
            left -= blocks * 64
        }
        if left > 0 { @memcpy(h._block.pointer(), p, left) }
    }

    /// The digest of all bytes so far; more may follow.
    func sum(self h: Sha256) [32]byte {
        let end = h
        let used = cast<usize>(h._length % 64)
        end._block[used] = 0x80
        used += 1
        if used > 56 {
            @memset(end._block.pointer() + used, 0, 64 - used)
            _compress(end._state.pointer(), end._block.pointer(), 1)
            used = 0
        }
        @memset(end._block.pointer() + used, 0, 56 - used)
        let bits = @bswap(h._length << 3)
        @memcpy(&end._block[56], &bits, 8)
        _compress(end._state.pointer(), end._block.pointer(), 1)
        let out: [32]byte
        for i in 0..8 {
            let word = @bswap(end._state[i])
            @memcpy(&out[i * 4], &word, 4)
        }
        return out
    }

    /// The digest as 64 hexadecimal digits.
    func hex(self h: Sha256) string { return _hex(h.sum()) }
}

/// The digest of bytes (a vector or slice) or a string.
func sum<B>(data: B) [32]byte {
    let h = Sha256()
    h.write(data)
    return h.sum()
}

/// The digest as 64 hexadecimal digits.
func hex<B>(data: B) string { return _hex(sum(data)) }

func _hex(digest: [32]byte) string {
    let out = StringBuilder{}
    for b in digest { out.add("${b:02x}") }
    return out.finish()
}

/// The code that shows that a message comes from someone who knows the key. Compare codes with `bytes.equal_constant_time`.
func hmac<K, B>(key: K, message: B) [32]byte {
    let block: [64]byte
    if key.len() > 64 {
        let short = sum(key)
        @memcpy(block.pointer(), short.pointer(), 32)
    } else {
        @memcpy(block.pointer(), key.pointer(), key.len())
    }
    let inner = Sha256()
    for i in 0..64 { block[i] = block[i] ^ 0x36 }
    inner.write(block)
    inner.write(message)
    let outer = Sha256()
    for i in 0..64 { block[i] = block[i] ^ (0x36 ^ 0x5c) }
    outer.write(block)
    outer.write(inner.sum())
    return outer.sum()
}

/// One round; the eight variables change their places from call to call instead of their values.
@inline
func _round(a: uint32, b: uint32, c: uint32, d: *uint32, e: uint32, f: uint32, g: uint32, h: *uint32, input: uint32) {
    let t = *h +% (@rotr(e, 6) ^ @rotr(e, 11) ^ @rotr(e, 25)) +% (g ^ (e & (f ^ g))) +% input
    *d = *d +% t
    *h = t +% (@rotr(a, 2) ^ @rotr(a, 13) ^ @rotr(a, 22)) +% ((a & b) | (c & (a | b)))
}

/// The next 16 words of the message schedule, over the 16 before.
@inline
func _schedule(w: *uint32) {
    for let i: usize = 0; i < 16; i++ {
        let x = w[(i +% 1) & 15]
        let y = w[(i +% 14) & 15]
        w[i] = w[i] +% w[(i +% 9) & 15] +% (@rotr(x, 7) ^ @rotr(x, 18) ^ (x >> 3)) +% (@rotr(y, 17) ^ @rotr(y, 19) ^ (y >> 10))
    }
}

func _compress(state: *uint32, data: *byte, blocks: usize) {
    let words: [16]uint32
    let w = words.pointer()
    let k = _K.pointer()
    let p = data
    for let n: usize = 0; n < blocks; n++ {
        @memcpy(w, p, 64)
        for let i: usize = 0; i < 16; i++ { w[i] = @bswap(w[i]) }
        p = p + 64
        let a = state[0]
        let b = state[1]
        let c = state[2]
        let d = state[3]
        let e = state[4]
        let f = state[5]
        let g = state[6]
        let h = state[7]
        for let i: usize = 0; i < 64; i += 16 {
            if i > 0 { _schedule(w) }
            for let j: usize = 0; j < 16; j += 8 {
                let t = k + (i +% j)
                let v = w + j
                _round(a, b, c, &d, e, f, g, &h, v[0] +% t[0])
                _round(h, a, b, &c, d, e, f, &g, v[1] +% t[1])
                _round(g, h, a, &b, c, d, e, &f, v[2] +% t[2])
                _round(f, g, h, &a, b, c, d, &e, v[3] +% t[3])
                _round(e, f, g, &h, a, b, c, &d, v[4] +% t[4])
                _round(d, e, f, &g, h, a, b, &c, v[5] +% t[5])
                _round(c, d, e, &f, g, h, a, &b, v[6] +% t[6])
                _round(b, c, d, &e, f, g, h, &a, v[7] +% t[7])
            }
        }
        state[0] = state[0] +% a
        state[1] = state[1] +% b
        state[2] = state[2] +% c
        state[3] = state[3] +% d
        state[4] = state[4] +% e
        state[5] = state[5] +% f
        state[6] = state[6] +% g
        state[7] = state[7] +% h
    }
}
