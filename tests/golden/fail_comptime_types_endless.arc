// Expectations: ./arcw golden --update
// warning: 12:9 ARC0242 `x` is never used
// error: 12:12 ARC0220 types grow without end here: one is made of more than 2048 others
// Types that grow without end while they are made.
func doubled() type {
    let t: type = int8
    for _ in 0..100000 { t = @tuple_type([t, t]) }
    return t
}

func main() {
    let x: comptime doubled()
}
