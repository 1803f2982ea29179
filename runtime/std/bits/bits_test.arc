namespace bits

import "std/rand"

test "counting" {
    assert(count_ones(cast<uint8>(0xF1)) == 5 && count_ones(-1) == 64 && count_zeros(cast<uint16>(1)) == 15)
    assert(leading_zeros(cast<uint8>(1)) == 7 && leading_zeros(cast<uint32>(0)) == 32 && leading_zeros(-1) == 0)
    assert(trailing_zeros(cast<uint16>(8)) == 3)
    assert(trailing_zeros(cast<uint64>(0)) == 64)
    assert(length(5) == 3)
    assert(length(cast<uint8>(0)) == 0)
}

test "moving" {
    assert(rotate_left(cast<uint8>(0x81), 1) == 3)
    assert(rotate_right(cast<uint8>(0x81), 1) == 0xC0)
    assert(rotate_left(cast<uint16>(0x1234), 16) == 0x1234)
    assert(rotate_left(cast<uint32>(1), 33) == 2)
    assert(rotate_left(cast<uint8>(1), 0) == 1)
    assert(rotate_left(cast<uint64>(1), 63) == 1 << 63)
    assert(reverse(cast<uint8>(0b00010110)) == 0b01101000)
    assert(reverse_bytes(cast<uint32>(0x01020304)) == 0x04030201)
    assert(reverse_bytes(cast<uint8>(7)) == 7)
}

test "powers of two" {
    assert(is_power_of_two(1))
    assert(is_power_of_two(cast<uint64>(1) << 63))
    assert(!is_power_of_two(0))
    assert(!is_power_of_two(6))
    assert(!is_power_of_two(-8))
    assert(next_power_of_two(0) == 1 && next_power_of_two(1) == 1 && next_power_of_two(5) == 8 && next_power_of_two(64) == 64)
    assert(next_power_of_two(cast<uint8>(128)) == 128 && next_power_of_two(cast<int8>(64)) == 64 && next_power_of_two(-5) == 1)
}

test "numbers of 128 bits" {
    assert(add_carry(@max_of(uint64), 0, true) == (cast<uint64>(0), true))
    assert(add_carry(@max_of(uint64), @max_of(uint64), true) == (@max_of(uint64), true))
    assert(add_carry(1, 2, true) == (cast<uint64>(4), false) && subtract_borrow(0, 0, true) == (@max_of(uint64), true))
    assert(subtract_borrow(5, 3, true) == (cast<uint64>(1), false) && subtract_borrow(3, 3, true) == (@max_of(uint64), true))
    assert(multiply_wide(@max_of(uint64), @max_of(uint64)) == (@max_of(uint64) - 1, cast<uint64>(1)))
    let r = rand.Rng(seed: 1)
    for _ in 0..5000 {
        let divisor = r.next() >> truncate<uint32>(r.below(64))
        let quotient = r.next() >> truncate<uint32>(r.below(64))
        if divisor == 0 { continue }
        let remainder = r.below(divisor)
        let (high, low) = multiply_wide(quotient, divisor)
        let (sum, carry) = add_carry(low, remainder, false)
        if carry { high += 1 }
        assert(divide_wide(high, sum, divisor) == (quotient, remainder), "${high} ${sum} ${divisor}")
    }
    assert(divide_wide(@max_of(uint64) - 1, @max_of(uint64), @max_of(uint64)) == (@max_of(uint64), @max_of(uint64) - 1))
}

test "gathering and spreading" {
    assert(extract(0xABCD, 0x0F0F) == 0xBD && deposit(0xBD, 0x0F0F) == 0x0B0D && extract(5, 0) == 0 && deposit(5, 0) == 0)
    let r = rand.Rng(seed: 2)
    for _ in 0..1000 {
        let x = r.next()
        let mask = r.next()
        assert(deposit(extract(x, mask), mask) == x & mask)
    }
}
