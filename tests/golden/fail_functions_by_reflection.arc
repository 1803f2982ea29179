// Expectations: ./arcw golden --update
// error: 20:1 ARC0272 unknown attribute `@inlin`
// error: 25:17 ARC0211 `m` describes a function; `@function(m)` is its value
// error: 26:17 ARC0245 `generic` is generic, and is no value
// error: 27:17 ARC0211 a method is called: `v.@method(m)(…)`; `@function(m)` is it as a value
// error: 28:17 ARC0211 `m` describes a function; `@function(m)` is its value
// error: 30:15 ARC0202 `S` has no method `missing`
// error: 30:37 ARC0245 `.@method` takes a method of `comptime for … in @methods(T)`, or its name
// error: 31:23 ARC0245 `@params` takes a function of `comptime for … in @methods(T)` or `@functions()`
// error: 32:23 ARC0245 `@methods` takes a type
// error: 33:34 ARC0203 there is no package `no/such` here
// error: 34:16 ARC0245 `@methods` is a list for `comptime for`
// error: 35:44 ARC0245 `@function` takes a function of `comptime for … in @functions()` or `@methods(T)`
// error: 36:46 ARC0210 expected a type, found a value
// error: 38:19 ARC0211 only a parameter pack, or a variable that is a tuple, can be spread with `...`
struct S { x: int64
    func get(self s: S) int64 { return s.x }
    func generic<T>(self s: S, t: T) T { return t }
}
@inlin
func typo() {}
func main() {
    let s = S{x: 1}
    comptime for m in @methods(S) {
        println(m)
        println(@function(m)(s))
        println(s.@method(m))
        println(m.nothing)
    }
    println(s.@method("missing")(), s.@method(s)())
    comptime for p in @params(S) {}
    comptime for m in @methods(3) {}
    comptime for f in @functions("no/such") {}
    let list = @methods(S)
    comptime for f in @fields(S) { println(@function(f)) }
    comptime for f in @fields(S) { let part: f.name = 3 }
    let t = 3
    println(s.get(t...))
}
