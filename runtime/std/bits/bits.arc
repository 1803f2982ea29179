namespace bits

// Bits of unsigned and signed integers of any width. T is an integer type.

/// How many bits are 1.
@inline
func count_ones<T>(x: T) uint32 { return cast<uint32>(@popcount(x)) }

/// How many bits are 0.
@inline
func count_zeros<T>(x: T) uint32 { return cast<uint32>(@bits(T)) - count_ones(x) }

/// How many bits above the highest 1 are 0; the width for 0.
@inline
func leading_zeros<T>(x: T) uint32 { return cast<uint32>(@clz(x)) }

/// How many bits below the lowest 1 are 0; the width for 0.
@inline
func trailing_zeros<T>(x: T) uint32 { return cast<uint32>(@ctz(x)) }

/// How many bits the number needs: 0 for 0, 3 for 5.
@inline
func length<T>(x: T) uint32 { return cast<uint32>(@bits(T)) - leading_zeros(x) }

/// The bits moved up by `n` places, those that leave coming in at the low end. Any `n`, also above the width.
@inline
func rotate_left<T>(x: T, n: uint32) T { return @rotl(x, truncate<T>(n % cast<uint32>(@bits(T)))) }

/// The bits moved down by `n` places, those that leave coming in at the high end. Any `n`, also above the width.
@inline
func rotate_right<T>(x: T, n: uint32) T { return @rotr(x, truncate<T>(n % cast<uint32>(@bits(T)))) }

/// The bits in the opposite order.
@inline
func reverse<T>(x: T) T { return @bitreverse(x) }

/// The bytes in the opposite order.
@inline
func reverse_bytes<T>(x: T) T {
    comptime if @sizeof(T) == 1 { return x } else { return @bswap(x) }
}

/// True for 1, 2, 4, 8 and so on.
@inline
func is_power_of_two<T>(x: T) bool { return x > 0 && (x & (x -% 1)) == 0 }

/// The least power of two that is not below `x`; 1 for 0. Panics when it does not fit `T`.
func next_power_of_two<T>(x: T) T {
    if x <= 1 { return 1 }
    let shift = length(x - 1)
    let limit = cast<uint32>(@bits(T))
    comptime if @is_signed(T) { limit -= 1 }
    if shift >= limit { panic("bits: the power of two above ${x} does not fit ${@name_of(T)}") }
    let one: T = 1
    return one << shift
}

@inline
func _bit(b: bool) uint64 { return if b { 1 } else { 0 } }

/// `a + b + carry`, and whether it overflowed; `carry` from the step before. For numbers of more than 64 bits.
@inline
func add_carry(a: uint64, b: uint64, carry: bool) (uint64, bool) {
    let sum = a +% b
    let more = sum +% _bit(carry)
    return (more, sum < a || more < sum)
}

/// `a - b - borrow`, and whether it went below zero; `borrow` from the step before.
@inline
func subtract_borrow(a: uint64, b: uint64, borrow: bool) (uint64, bool) {
    let difference = a -% b
    let less = difference -% _bit(borrow)
    return (less, a < b || (borrow && difference == 0))
}

/// The whole product: its high and its low half.
@inline
func multiply_wide(a: uint64, b: uint64) (uint64, uint64) { return (@mul_high(a, b), a *% b) }

/// Quotient and remainder of the number with the halves `high` and `low`; panics when `divisor` is not above `high`, since the
/// quotient does not fit then.
func divide_wide(high: uint64, low: uint64, divisor: uint64) (uint64, uint64) {
    if divisor <= high { panic("bits: the quotient does not fit 64 bits") }
    // Two steps of a division with 32-bit digits (Knuth's algorithm D), for a divisor whose highest bit is 1.
    let shift = leading_zeros(divisor)
    let d = divisor << shift
    let d_high = d >> 32
    let d_low = d & 0xFFFFFFFF
    let top = high << shift
    if shift > 0 { top = top | (low >> (64 - shift)) }
    let rest = low << shift
    let first = _quotient_digit(top, rest >> 32, d, d_high, d_low)
    let middle = (top << 32) +% (rest >> 32) -% first *% d
    let second = _quotient_digit(middle, rest & 0xFFFFFFFF, d, d_high, d_low)
    let remainder = (middle << 32) +% (rest & 0xFFFFFFFF) -% second *% d
    return ((first << 32) | second, remainder >> shift)
}

func _quotient_digit(top: uint64, next: uint64, d: uint64, d_high: uint64, d_low: uint64) uint64 {
    let q = top / d_high
    let r = top % d_high
    for q >= 0x100000000 || q *% d_low > (r << 32) +% next {
        q -= 1
        r += d_high
        if r >= 0x100000000 { break }
    }
    return q
}

/// The bits of `x` at the places where `mask` has a 1, moved together at the low end.
func extract(x: uint64, mask: uint64) uint64 {
    let out: uint64 = 0
    let left = mask
    let at: uint32 = 0
    for left != 0 {
        let lowest = left & (0 -% left)
        if (x & lowest) != 0 { out = out | (cast<uint64>(1) << at) }
        at += 1
        left = left & (left -% 1)
    }
    return out
}

/// The low bits of `x` spread to the places where `mask` has a 1: the opposite of `extract`.
func deposit(x: uint64, mask: uint64) uint64 {
    let out: uint64 = 0
    let left = mask
    let at: uint32 = 0
    for left != 0 {
        let lowest = left & (0 -% left)
        if ((x >> at) & 1) != 0 { out = out | lowest }
        at += 1
        left = left & (left -% 1)
    }
    return out
}
