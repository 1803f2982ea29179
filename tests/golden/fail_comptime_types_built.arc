// Expectations: ./arcw golden --update
// error: 16:11 ARC0281 `Pair` has two fields named `a`
// error: 17:11 ARC0281 `a b` cannot be the name of a type
// error: 18:11 ARC0281 `for` cannot be the name of a field of `A`
// error: 19:17 ARC0281 the enum `E` has no cases
// error: 20:11 ARC0281 field `v` of `N` cannot be a `void`: there are no values of it
// error: 21:11 ARC0281 `C` has two cases named `A`
// error: 22:11 ARC0258 there is no type named `No2` here
// error: 23:11 ARC0257 this panics during the build: `int64` is no enum
func twice() type { return @struct_type("Pair", [TypeField{name: "a", type: int64}, TypeField{name: "a", type: int8}]) }
func bad_name() type { return @struct_type("a b", []) }
func bad_field() type { return @struct_type("A", [TypeField{name: "for", type: int64}]) }
func empty() type { return @enum_type("E", []) }
func nothing() type { return @struct_type("N", [TypeField{name: "v", type: void}]) }
func cases() type { return @enum_type("C", [TypeVariant{name: "A"}, TypeVariant{name: "A"}]) }
const A = comptime twice()
const B = comptime bad_name()
const C = comptime bad_field()
const D: type = comptime empty()
const E = comptime nothing()
const F = comptime cases()
const G = comptime @type_by_name("No${1 + 1}")
const I = comptime @variants(int64)
func main() {}
