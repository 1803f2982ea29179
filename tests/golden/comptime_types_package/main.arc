// Types that other packages make and name; numbers of types are each package's own.
// Expectations: ./arcw golden --update
// expect: Point of 2 Point of 1 none Point
// expect: WithPoint{id: 1, z: "a"}
// expect: WithPoint{id: 3, x: 1, y: 2}
// expect: 3 int8
// expect: false true ["Point", "WithPoint", "int8"] 41
import "geo"

struct Point { z: string }

func local(name: string) string {
    if let t = @find_type(name) { return "${t} of ${@fields(t).len()}" }
    return "none"
}

func total(types: vector<type>) usize { return types.map(|t| @sizeof(t)).sum() }

const Own = comptime geo.with_id(Point)

func main() {
    println(comptime local("geo.Point"), comptime local("Point"), comptime local("geo.Nope"), comptime geo.find("Point"))
    println(Own{id: 1, z: "a"})
    let n: comptime geo.with_id(geo.Point) = geo.make(3)
    println(n)
    let s: geo.Small = 3
    println(s, @name_of(geo.Small))
    let m: geo.Named = geo.make(4)
    println(m == n, m == geo.make(4), comptime geo.all_names(), comptime total(geo.ALL))
}
