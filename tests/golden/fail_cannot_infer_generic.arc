// Expectations: ./arcw golden --update
// error: 15:13 ARC0217 the generic argument `T` of `make` is not known here
// error: 16:13 ARC0217 the generic arguments of `Box` are not known here
// error: 17:13 ARC0211 `Tree` is a generic type, not a value
// error: 18:13 ARC0217 the generic arguments of `make` are not known here
// error: 19:32 ARC0211 a part of a tuple must be a value of a known type
// Generic arguments that nothing tells.
struct Box<T> { value: T? }

enum Tree<T> { Leaf, Node(value: T) }

func make<T>() T? { return null }

func main() {
    println(make())
    let b = Box{}
    let t = Tree.Leaf
    let f = make
    let pair = (make<int64>(), null)
    println(b, t, f, pair)
}
