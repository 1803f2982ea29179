// Expectations: ./arcw golden --update
// error: 9:15 ARC0280 `named` works with types as values, which exist during the build only
// error: 12:43 ARC0280 `named` works with types as values, which exist during the build only
// Wherever the running program begins: `main`, the bodies that it starts elsewhere, constants that it works out.
func name_of(t: type) string { return "${t}" }

func named() string { return name_of(int64) }

const LATER = named().len()

func main() {
    let t = thread func() string { return named() }(ThreadConfig{})
    println(t.join(), LATER, comptime named())
}
