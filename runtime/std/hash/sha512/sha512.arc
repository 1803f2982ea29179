namespace sha512

// SHA-512 (FIPS 180-4) and HMAC with it (RFC 2104). Faster than SHA-256 on processors of 64 bits.

/// Bytes of a digest.
const SIZE: usize = 64
/// Bytes that are taken in at once.
const BLOCK_SIZE: usize = 128

const _K: [80]uint64 = [
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
    0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
    0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
    0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
    0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
    0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
]

/// Takes bytes in piece by piece. `Sha512()` begins with none.
struct Sha512 {
    _state: [8]uint64
    _block: [128]byte           // what does not fill a block yet
    _length: uint64             // bytes so far

    init(self h: *Sha512) { h.reset() }

    /// Begins anew.
    func reset(self h: *Sha512) {
        h._state = [
            0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
            0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
        ]
        h._length = 0
    }

    /// Takes in bytes (a vector or slice) or a string.
    func write<B>(self h: *Sha512, data: B) { h._take(data.pointer(), data.len()) }

    func _take(self h: *Sha512, from: *byte, length: usize) {
        let p = from
        let left = length
        let used = cast<usize>(h._length % 128)
        h._length += cast<uint64>(length)
        if used > 0 {
            let n = min(left, 128 - used)
            @memcpy(&h._block[used], p, n)
            p = p + n
            left -= n
            if used + n < 128 { return }
            _compress(h._state.pointer(), h._block.pointer(), 1)
        }
        let blocks = left / 128
        if blocks > 0 {
            _compress(h._state.pointer(), p, blocks)
            p = p + blocks * 128
            left -= blocks * 128
        }
        if left > 0 { @memcpy(h._block.pointer(), p, left) }
    }

    /// The digest of all bytes so far; more may follow.
    func sum(self h: Sha512) [64]byte {
        let end = h
        let used = cast<usize>(h._length % 128)
        end._block[used] = 0x80
        used += 1
        if used > 112 {
            @memset(end._block.pointer() + used, 0, 128 - used)
            _compress(end._state.pointer(), end._block.pointer(), 1)
            used = 0
        }
        @memset(end._block.pointer() + used, 0, 120 - used)
        let bits = @bswap(h._length << 3)
        @memcpy(&end._block[120], &bits, 8)
        _compress(end._state.pointer(), end._block.pointer(), 1)
        let out: [64]byte
        for i in 0..8 {
            let word = @bswap(end._state[i])
            @memcpy(&out[i * 8], &word, 8)
        }
        return out
    }

    /// The digest as 128 hexadecimal digits.
    func hex(self h: Sha512) string { return _hex(h.sum()) }
}

/// The digest of bytes (a vector or slice) or a string.
func sum<B>(data: B) [64]byte {
    let h = Sha512()
    h.write(data)
    return h.sum()
}

/// The digest as 128 hexadecimal digits.
func hex<B>(data: B) string { return _hex(sum(data)) }

func _hex(digest: [64]byte) string {
    let out = StringBuilder{}
    for b in digest { out.add("${b:02x}") }
    return out.finish()
}

/// The code that shows that a message comes from someone who knows the key. Compare codes with `bytes.equal_constant_time`.
func hmac<K, B>(key: K, message: B) [64]byte {
    let block: [128]byte
    if key.len() > 128 {
        let short = sum(key)
        @memcpy(block.pointer(), short.pointer(), 64)
    } else {
        @memcpy(block.pointer(), key.pointer(), key.len())
    }
    let inner = Sha512()
    for i in 0..128 { block[i] = block[i] ^ 0x36 }
    inner.write(block)
    inner.write(message)
    let outer = Sha512()
    for i in 0..128 { block[i] = block[i] ^ (0x36 ^ 0x5c) }
    outer.write(block)
    outer.write(inner.sum())
    return outer.sum()
}

/// One round; the eight variables change their places from call to call instead of their values.
@inline
func _round(a: uint64, b: uint64, c: uint64, d: *uint64, e: uint64, f: uint64, g: uint64, h: *uint64, input: uint64) {
    let t = *h +% (@rotr(e, 14) ^ @rotr(e, 18) ^ @rotr(e, 41)) +% (g ^ (e & (f ^ g))) +% input
    *d = *d +% t
    *h = t +% (@rotr(a, 28) ^ @rotr(a, 34) ^ @rotr(a, 39)) +% ((a & b) | (c & (a | b)))
}

/// The next 16 words of the message schedule, over the 16 before.
@inline
func _schedule(w: *uint64) {
    for let i: usize = 0; i < 16; i++ {
        let x = w[(i +% 1) & 15]
        let y = w[(i +% 14) & 15]
        w[i] = w[i] +% w[(i +% 9) & 15] +% (@rotr(x, 1) ^ @rotr(x, 8) ^ (x >> 7)) +% (@rotr(y, 19) ^ @rotr(y, 61) ^ (y >> 6))
    }
}

func _compress(state: *uint64, data: *byte, blocks: usize) {
    let words: [16]uint64
    let w = words.pointer()
    let k = _K.pointer()
    let p = data
    for let n: usize = 0; n < blocks; n++ {
        @memcpy(w, p, 128)
        for let i: usize = 0; i < 16; i++ { w[i] = @bswap(w[i]) }
        p = p + 128
        let a = state[0]
        let b = state[1]
        let c = state[2]
        let d = state[3]
        let e = state[4]
        let f = state[5]
        let g = state[6]
        let h = state[7]
        for let i: usize = 0; i < 80; i += 16 {
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
