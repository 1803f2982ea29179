// Expectations: ./arcw golden --update
// expect: int64 1 int32 0 int64 1 int64 300
// expect: int64 5000000000 int32 2 int64 5000000000 int64 2
// expect: int64 1 int32 3 int64 7 int64 1
// expect: float32 200.0 int16 200 float64 1.0 200 1.0
// expect: float32 0.5 int16 -1 float64 2.5 -4 0.5
// expect: 2
// expect: float32 2.25 int16 -1 float64 4.0 -4 0.5
// expect: ok(5)
// expect: err("one")
// expect: ok(10)
// expect: ok(4)
// expect: 3 3
// The arms of `if` and `match` take the type that their numbers have in common; literals take that of the others.
func pick(c: bool, small: int32, large: int64) string {
    let a = if c { small } else { large }
    let b = if c { 0 } else { small }
    let d = match small { 1 => small, 2 => large, _ => 7 }
    let e = if c { 300 } else if large > 3 { small } else { large }
    return "${@name_of(@typeof(a))} ${a} ${@name_of(@typeof(b))} ${b} ${@name_of(@typeof(d))} ${d} ${@name_of(@typeof(e))} ${e}"
}

func floats(n: int64) string {
    let byte_sized: uint8 = 200
    let single: float32 = 0.5
    let a = match n { 0 => byte_sized, 1 => single, _ => 2.25 }
    let b = if n == 0 { byte_sized } else { cast<int8>(-1) }
    let c = match n { 0 => 1, 1 => 2.5, _ => { let k = n; println(k); 4 } }
    let d: int64 = if n == 0 { byte_sized } else { cast<int16>(-4) }
    let e: float64 = match n { 0 => 1, _ => single }
    return "${@name_of(@typeof(a))} ${a} ${@name_of(@typeof(b))} ${b} ${@name_of(@typeof(c))} ${c} ${d} ${e}"
}

func early(n: int64) int64! {
    let low: uint16 = 9
    let x = match n {
        0 => return 5
        1 => return error("one")
        2 => low
        3 => { if n == 4 { return 6 }; n }
        _ => panic("large")
    }
    return x + 1
}

func main() {
    println(pick(true, 1, 5_000_000_000))
    println(pick(false, 2, 5_000_000_000))
    println(pick(false, 3, 1))
    for n in 0..3 { println(floats(n)) }
    for n in 0..4 { println(early(n)) }
    let wide: int64 = 70_000
    let narrow: int16 = 3
    let unsigned: uint32 = 4_000_000_000
    println(if wide > 1 { narrow } else { wide }, if wide > 1 { narrow } else { unsigned })
}
