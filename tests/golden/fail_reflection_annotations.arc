// Expectations: ./arcw golden --update
// error: 14:9 ARC0245 `@default_at` takes a field with a default or a zero value
// error: 16:5 ARC0245 `@default_at` takes a pointer to a field, and the field of `comptime for … in @fields(T)`
// error: 17:13 ARC0245 `@attribute` takes a field, a case or a type, and the attribute's name as text
// What reflection on fields and attributes does not take.
struct S {
    p: *int64
}

func main() {
    let n = 1
    comptime for f in @fields(S) {
        let s = S{p: &n}
        @default_at(&s.@field(f), f)
    }
    @default_at(&n, n)
    println(@attribute(n, "x"))
}
