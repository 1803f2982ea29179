// Expectations: ./arcw golden --update
// error: 16:12 ARC0207 `taken` is declared twice in this package
// error: 18:5 ARC0207 `two` is declared twice in this package
// error: 19:12 ARC0273 `not a name` cannot be the name of a function
// error: 20:12 ARC0273 `for` cannot be the name of a function
// error: 21:12 ARC0273 `println` has a meaning here already, which a function that is added cannot take away
// error: 22:12 ARC0273 the code of `value` is no function: `code { func(x: T) R { … } }`
// error: 23:12 ARC0273 the function `short` that is added says the types of its parameters and its result, and has no defaults: `func(x: T) R { … }`
// error: 24:48 ARC0201 unknown type `Missing`
// error: 25:71 ARC0202 `int64` has no field or method `nothing`
// error: 26:22 ARC0215 expected `string`, found `int64`
// error: 27:12 ARC0245 `@add_func` takes a name and the code of a function, not a `string`
// error: 28:12 ARC0245 `@add_func` takes a name and the code of a function
// error: 31:5 ARC0200 unknown function `no_such`
func taken() {}
comptime { @add_func("taken", code { func() {} }) }
comptime { @add_func("two", code { func() {} })
    @add_func("two", code { func() {} }) }
comptime { @add_func("not a name", code { func() {} }) }
comptime { @add_func("for", code { func() {} }) }
comptime { @add_func("println", code { func() {} }) }
comptime { @add_func("value", code { 3 }) }
comptime { @add_func("short", code { |x: int64| x }) }
comptime { @add_func("untyped", code { func(x: Missing) {} }) }
comptime { @add_func("broken", code { func(x: int64) int64 { return x.nothing } }) }
comptime { @add_func(3, code { func() {} }) }
comptime { @add_func("text", "func() {}") }
comptime { @add_func("one") }
func main() {
    broken(3)
    no_such()
}
