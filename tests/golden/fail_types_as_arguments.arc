// Expectations: ./arcw golden --update
// error: 19:13 ARC0245 `@name_of` does not work on this: it takes a type
// error: 19:26 ARC0245 `@kind` does not work on this: it takes a type
// error: 19:35 ARC0245 `@name_of` does not work on this: it takes a type
// error: 20:27 ARC0201 there is no type named `Pint` here
// error: 20:50 ARC0201 there is no type named `vector` here
// error: 20:78 ARC0270 `n` has no value while the program is built
// warning: 21:9 ARC0242 `p` is never used
// error: 21:26 ARC0201 there is no type named `Nothing` here
// error: 22:21 ARC0212 this is not known while compiling
// error: 23:21 ARC0221 `-1` does not fit `usize`
// error: 24:30 ARC0200 unknown name `missing`
// error: 25:13 ARC0211 this is a type, not a value
struct Point { x: float64 }
func size_of<comptime N: usize>() usize { return N }

func main() {
    let n = 3
    println(@name_of(3), @kind(), @name_of((int64, 3)))
    println(@type_by_name("Pint"), @type_by_name("vector"), @type_by_name("${n}"))
    let p: @type_by_name("Nothing")
    println(size_of<n + 1>())
    println(size_of<2 - 3>())
    println(@name_of(@typeof(missing)))
    println(func(int64) bool)
}
