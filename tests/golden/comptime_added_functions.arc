// Expectations: ./arcw golden --update
// expect: 11 12 13
// expect: 7 2
// expect: 16 14 17
// expect: 22 func(int64) int64
// expect: <area_1/1><area_2/1><area_3/1>
// expect: 8 9
// expect: error: no
// Functions that comptime blocks add to the package.
struct Point { x: int64, y: int64 }

func twice_plus(n: int64) int64 { return n * 2 }
func main() {
    println(area_1(5), area_2(5), area_3(5))
    println(sum_of_point(Point{x: 3, y: 4}), Point{x: 1, y: 1}.sum_of_point())
    println(CHECKED, from_generator(4), twice(area_3)(2))
    let f: func(int64) int64 = area_2
    println(f(10), @name_of(@typeof(area_1)))
    println(added_names())
    println(get_x(Point{x: 8, y: 9}), copied(Point{x: 8, y: 9}).get_y())
    thrown() catch |e| { println("error: ${e.message}") }
}

comptime {
    for n in 1..4 {
        @add_func("area_${n}", code { func(x: int64) int64 { return twice_plus(x) + ${n} } })
    }
}
comptime { add_sums<Point>() }
func add_sums<T>() {
    let body = code { 0 }
    comptime for f in @fields(T) {
        let before = body
        body = code { ${before} + v.@field(f) }
    }
    @add_func("sum_of_point", code { func(v: T) int64 { return v.x + v.y } })
}

const CHECKED = comptime area_1(7) + 1

comptime {
    // Before what it needs: the other block runs first.
    if from_generator(1) != 11 { comptime_error("wrong") }
}
func generator(by: int64) code { return code { func(x: int64) int64 { return x + ${by} } } }
comptime { @add_func("from_generator", generator(10)) }
comptime {
    let inner = code { func(g: func(int64) int64) func(int64) int64 { return |x| g(g(x)) } }
    @add_func("twice", code { ${inner} })
}
func added_names() string {
    let out = ""
    comptime for f in @functions() { comptime if f.name.starts_with("area_") { out += "<${f.name}/${f.arity}>" } }
    return out
}
func add_getters<T>() {
    comptime for f in @fields(T) {
        @add_func("get_${f.name}", code { func(v: T) f.type { return v.@field(f) } })
    }
}
comptime { add_getters<Point>() }
func copied<T>(v: T) T {
    let out = v
    comptime for f in @fields(T) {
        let part: f.type = v.@field(f)
        out.@field(f) = part
    }
    return out
}
comptime { @add_func("thrown", code { func() void! { return error("no") } }) }
