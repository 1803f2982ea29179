// Expectations: ./arcw golden --update
// error: 5:6 ARC0207 `one` is declared twice in this package
// error: 9:5 ARC0207 field `a` is declared twice
func one() {}
func one() {}

struct S {
    a: int64
    a: int64
}

func main() {}
