namespace rand

// Random bytes of the system, which nobody can foretell: for keys, tokens, seeds.

extern "C" {
    func arc_rt_sys_getrandom(buffer: *byte, length: usize) int64
}

func _fill_from_system(to: *byte, count: usize) {
    if arc_rt_sys_getrandom(to, count) != 0 { panic("rand: the system gives no random bytes") }
}

/// `count` bytes that nobody can foretell.
func secure_bytes(count: usize) vector<byte> {
    let out: vector<byte> = []
    out.resize_uninitialized(count)
    if count > 0 { _fill_from_system(out.pointer(), count) }
    return out
}

/// 64 bits that nobody can foretell.
func secure_uint64() uint64 {
    let word: uint64 = 0
    _fill_from_system(@ptr_cast<byte>(&word), 8)
    return word
}

/// A number from 0 up to `bound`, `bound` left out, that nobody can foretell; panics when `bound` is 0.
func secure_below(bound: uint64) uint64 {
    if bound == 0 { panic("rand: no number is below 0") }
    let threshold = (0 -% bound) % bound
    for {
        let x = secure_uint64()
        if x *% bound >= threshold { return @mul_high(x, bound) }
    }
}

/// A text of `length` characters of `alphabet` that nobody can foretell, for tokens and passwords: 22 of the default
/// ones are as hard to guess as 128 bits.
func secure_token(length: usize, alphabet: string = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") string {
    let letters = alphabet.chars().to_vector()
    if letters.is_empty() { panic("rand: an empty alphabet") }
    let out = StringBuilder{}
    for _ in 0..length { out.add_char(letters[secure_below(letters.len())]) }
    return out.finish()
}
