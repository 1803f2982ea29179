// expect: 42 -17 255 1000
// expect: 2.5 1e300
// expect: "4x" is not a whole number
// expect: empty text is not a whole number
// expect: 300 does not fit uint8
// expect: 9223372036854775808 does not fit int64
// expect: -9223372036854775808
// expect: "abc" is not a number
// expect: 7 true x
func show<T>(r: T!) {
    match r {
        ok(v) => println(v)
        err(e) => println(e)
    }
}

func main() void! {
    println("42".parse_int()?, "-17".parse_int()?, "ff".parse_int(base: 16)?, "1_000".parse_int()?)
    println("2.5".parse_float()?, "1e300".parse_float()?)
    show("4x".parse_int())
    show("".parse_int())
    let small: uint8! = "300".parse()
    show(small)
    show("9223372036854775808".parse_int())
    show("-9223372036854775808".parse_int())
    show("abc".parse_float())
    let n: int32 = "7".parse()?
    let b: bool = "true".parse()?
    let c: char = "x".parse()?
    println(n, b, c)
}
