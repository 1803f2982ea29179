// Expectations: ./arcw golden --update
// expect: 6 0 6
// expect: a b [0, 0, 0] [null]
// expect: 9
// Functions with comptime parameters of another package, whose types are known there.
import "other"
import "shapes"

const WIDE = comptime shapes.Config{width: 9, names: ["a", "b"]}

func main() {
    println(shapes.area(shapes.Kind.Box(2, 3)), shapes.area(.Dot), other.box())
    println(shapes.named(WIDE), shapes.named(WIDE, i: 1), shapes.zeros(int32, 3), shapes.zeros(shapes.Kind?, 1))
    println(shapes.Grid<WIDE>{}.width())
}
