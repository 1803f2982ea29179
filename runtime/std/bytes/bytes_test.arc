namespace bytes

import "std/rand"

test "searching" {
    let data = "hello world, hello".bytes()
    assert(find(data, "hello".bytes()) == 0 && find(data, "hello".bytes(), from: 1) == 13 && rfind(data, "hello".bytes()) == 13)
    assert(find(data, "worlds".bytes()).is_null() && find(data, [], from: 18) == 18 && find(data, [], from: 19).is_null())
    assert(rfind(data, []) == 18 && rfind([], "a".bytes()).is_null())
    assert(contains(data, "o w".bytes()))
    assert(!contains(data, "x".bytes()))
    assert(count(data, "l".bytes()) == 5)
    assert(count(data, []) == 0)
    assert(count("aaaa".bytes(), "aa".bytes()) == 2)
    assert(starts_with(data, "hell".bytes()))
    assert(!starts_with([], "h".bytes()))
    assert(ends_with(data, "lo".bytes()))
    assert(ends_with(data, []))
}

test "searching agrees with a plain search" {
    let r = rand.Rng(seed: 1)
    for _ in 0..3000 {
        let data: vector<byte> = []
        for _ in 0..r.below(40) { data.push(cast<byte>(r.below(3)) * 0x7F +% 1) }
        let needle: vector<byte> = []
        for _ in 0..r.below(4) { needle.push(cast<byte>(r.below(3)) * 0x7F +% 1) }
        let from = cast<usize>(r.below(45))
        let wanted: usize? = null
        let i = from
        for i + needle.len() <= data.len() {
            if data[i..i + needle.len()] == needle.as_slice() {
                wanted = i
                break
            }
            i += 1
        }
        assert(find(data, needle, from: from) == wanted, "${data} ${needle} ${from}")
        if needle.len() == 1 { assert(find_byte(data, needle[0], from: from) == wanted) }
        assert(join(split(data, needle), needle) == data || needle.is_empty())
    }
}

test "cutting and joining" {
    let parts = split("a,b,,c".bytes(), ",".bytes())
    assert(parts.len() == 4 && parts[2].is_empty() && join(parts, "--".bytes()) == "a--b----c".to_vector())
    assert(split("ab".bytes(), []).len() == 2 && split([], ",".bytes()).len() == 1)
    let (key, value) = split_once("k=v=w".bytes(), "=".bytes())!
    assert(key == "k".bytes() && value == "v=w".bytes() && split_once(key, "=".bytes()).is_null())
    assert(replace("aXbX".bytes(), "X".bytes(), "--".bytes()) == "a--b--".to_vector())
    assert(replace("a".bytes(), [], "x".bytes()) == "a".to_vector())
    assert(trim(" \t a b\n".bytes()) == "a b".bytes() && trim(" ".bytes()).is_empty())
    assert(lines("a\r\nb\n\nc".bytes()).map(|l| string_from_utf8(l)!) == "a\r\nb\n\nc".lines() && lines([]).is_empty())
}

test "equality in constant time" {
    assert(equal_constant_time("abc".bytes(), "abc".bytes()) && !equal_constant_time("abc".bytes(), "abd".bytes()))
    assert(!equal_constant_time("abc".bytes(), "ab".bytes()) && equal_constant_time([], []))
}

test "numbers" {
    let data: vector<byte> = []
    append_little(&data, cast<uint32>(0x01020304))
    append_big(&data, cast<uint16>(0x0506))
    append_big(&data, cast<int64>(-2))
    append_little(&data, cast<int8>(-1))
    assert(data == [4, 3, 2, 1, 5, 6, 255, 255, 255, 255, 255, 255, 255, 254, 255])
    assert(get_little<uint32>(data) == 0x01020304)
    assert(get_big<uint16>(data, 4) == 0x0506)
    assert(get_big<int64>(data, 6) == -2)
    assert(get_little<int8>(data, 14) == -1)
    assert(get_big<uint32>(data) == 0x04030201)
    let copy = data
    put_big<uint32>(&data, 1, 0xAABBCCDD)
    put_little<uint16>(&data, 13, 0x1122)
    assert(data == [4, 0xAA, 0xBB, 0xCC, 0xDD, 6, 255, 255, 255, 255, 255, 255, 255, 0x22, 0x11] && copy[1] == 3)
}

test "numbers of seven bits a byte" {
    let r = rand.Rng(seed: 2)
    let numbers: vector<uint64> = [0, 1, 127, 128, 16383, 16384, @max_of(uint64), 1 << 63]
    for _ in 0..500 { numbers.push(r.next() >> truncate<uint32>(r.below(64))) }
    let data: vector<byte> = []
    for n in numbers { append_varint(&data, n) }
    let at: usize = 0
    for n in numbers {
        let (value, length) = get_varint(data, at)!
        assert(value == n)
        at += length
    }
    assert(at == data.len() && get_varint(data, at).is_null() && get_varint([0x80]).is_null())
    let longest: vector<byte> = [255, 255, 255, 255, 255, 255, 255, 255, 255, 1]
    assert(get_varint(longest)! == (@max_of(uint64), cast<usize>(10)))
    longest[9] = 2
    assert(get_varint(longest).is_null())
    let signed: vector<int64> = [0, -1, 1, -2, @max_of(int64), @min_of(int64)]
    assert(signed.map(|n| unzigzag(zigzag(n))) == signed)
    assert(zigzag(-1) == 1)
    assert(zigzag(1) == 2)
    assert(zigzag(@min_of(int64)) == @max_of(uint64))
}
