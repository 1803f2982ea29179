// Expectations: ./arcw golden --update
// expect: 1 2 n
// expect: Ring{items: [Line, Dot]} 1
// expect: point_x 1
// expect: point_y 1
// expect: ring_of 3
// expect: point_map 1
// Functions that a package adds to itself are there for its importers, also when another package's code makes them.
import "makers"
import "shapes"

struct Own { name: string }
comptime { makers.add_getters<Own>("own") }

func main() {
    let p = shapes.Point{x: 1, y: 2}
    println(shapes.point_x(p), shapes.point_y(p), own_name(Own{name: "n"}))
    println(shapes.ring_of(p, [shapes.Kind.Line], |x| x), shapes.point_map({"a": (p, true)}))
    comptime for f in @functions("shapes") { println(f.name, f.arity) }
}
