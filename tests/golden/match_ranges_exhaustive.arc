// Expectations: ./arcw golden --update
// expect: low low high high
// expect: zero
// expect: other
// expect: other
// expect: letter
// expect: letter
// expect: other
// expect: other
// expect: limit
// expect: above
// expect: above
// expect: -1 0 1
// expect: first last between
// expect: lower half upper half
// expect: ascii basic plane other planes
// expect: digit no digit many
// expect: none negative not negative
// Ranges and literals that cover all values of a type need no arm for the rest.
const LIMIT: uint8 = 200

func half(b: uint8) string {
    return match b {
        0..=127 => "low"
        128..=255 => "high"
    }
}

func mixed(b: uint8) string {
    return match b {
        0 => "zero"
        'a'..='z' => "letter"
        LIMIT => "limit"
        201.. => "above"
        1..97 | 123..LIMIT => "other"
    }
}

func sign(n: int64) int8 {
    return match n { ..=-1 => -1, 0 => 0, 1.. => 1 }
}

func extremes(n: int64) string {
    return match n {
        -9_223_372_036_854_775_808 => "first"
        9_223_372_036_854_775_807 => "last"
        -9_223_372_036_854_775_807..9_223_372_036_854_775_807 => "between"
    }
}

func large(n: uint64) string {
    return match n {
        0..0x8000_0000_0000_0000 => "lower half"
        0x8000_0000_0000_0000..=0xffff_ffff_ffff_ffff => "upper half"
    }
}

func plane(c: char) string {
    return match c {
        '\0'..='\u{7f}' => "ascii"
        '\u{80}'..='\u{ffff}' => "basic plane"
        '\u{10000}'..='\u{10ffff}' => "other planes"
    }
}

func pair(p: (uint8, bool)) string {
    return match p {
        (0..=9, true) => "digit"
        (0..=9, false) => "no digit"
        (10..=255, _) => "many"
    }
}

func maybe(n: int8?) string {
    return match n {
        null => "none"
        -128..=-1 => "negative"
        0..=127 => "not negative"
    }
}

func main() {
    println(half(0), half(127), half(128), half(255))
    for b in [0, 1, 96, 'a', 'z', 123, 199, 200, 201, 255] { println(mixed(truncate<uint8>(b))) }
    println(sign(-5), sign(0), sign(7))
    println(extremes(-9_223_372_036_854_775_808), extremes(9_223_372_036_854_775_807), extremes(1))
    println(large(5), large(0xffff_ffff_ffff_ffff))
    println(plane('x'), plane('é'), plane('😀'))
    println(pair((3, true)), pair((9, false)), pair((10, true)))
    println(maybe(null), maybe(-128), maybe(127))
}
