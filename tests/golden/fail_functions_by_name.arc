// Expectations: ./arcw golden --update
// error: 19:13 ARC0217 the generic arguments of `id` are not known here
// error: 20:33 ARC0215 expected `func(int64) string`, found `func(int64) int64`
// error: 21:42 ARC0219 `larger` cannot be called with T = func()
// error: 22:13 ARC0211 `all` takes any number of arguments, it is no value
// error: 23:17 ARC0202 type `Box` has nothing named `value`
// error: 24:31 ARC0215 expected `func(Box) string`, found `func(Box) int64`
// error: 25:39 ARC0217 the generic arguments of `id` are not known here
// error: 26:24 ARC0217 the generic arguments of `larger` are not known here
struct Box {
    value: int64
    func get(self b: Box) int64 { return b.value }
}
func id<T>(x: T) T { return x }
func larger<T>(a: T, b: T) T where ordered(T) { return if a < b { b } else { a } }
func all(args...) {}

func main() {
    let a = id
    let b: func(int64) string = id
    let c: func(func(), func()) func() = larger
    let d = all
    let e = Box.value
    let f: func(Box) string = Box.get
    let g: func(int64, int64) int64 = id
    println([1, 2].map(larger))
}
