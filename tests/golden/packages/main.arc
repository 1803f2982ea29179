// expect: 12.0 Square{side: 2.0}
// expect: <shape> 3 shapes
// expect: from two files 7
import "geometry"
import words "text"

func main() {
    let r = geometry.Rect{w: 3.0, h: 4.0}
    println(r.area(), geometry.square(2.0))
    println(words.bracket("shape"), words.plural(geometry.COUNT, "shape"))
    println("from two files", helper())
}
