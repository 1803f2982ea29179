namespace shapes
import "makers"

struct Point { x: int64, y: int64 }
struct Ring<T, comptime N: usize> { items: [N]T }
enum Kind { Dot, Line }

comptime {
    makers.add_getters<Point>("point")
    @add_func("ring_of", code { func(p: Point?, k: []Kind, f: func(int64) int64!) Ring<Kind, 2> {
        let _ = f
        return if p == null { Ring<Kind, 2>{items: [k[0], k[0]]} } else { Ring<Kind, 2>{items: [k[0], Kind.Dot]} }
    } })
    @add_func("point_map", code { func(m: map<string, (Point, bool)>) usize { return m.len() } })
}
