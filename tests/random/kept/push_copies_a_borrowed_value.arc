import "std/collections"
struct Guard {
    id: int64
    init(self g: *Guard, id: int64) {
    }
    drop(self g: *Guard) { println("close ${g.id}") }
}
func choose<T>(first: bool, a: T, b: T) T { return if first { a } else { b } }
enum E2 { Nothing, C0(p0: E2), C1(p0: E2) }
func some_collections_Heap_string__(x: collections.Heap<string>) collections.Heap<string>? { return x }
func empty_collections_Heap_string_() collections.Heap<string> { return collections.Heap<string>{} }
func size7(t: E2) int64 {
    return match t {
        E2.Nothing => 1
        E2.C0(x0) => 1 + size7(x0)
        E2.C1(x0) => 1 + size7(x0)
    }
}
func r11(a12: collections.Heap<string>, a13: collections.Heap<string>?) int64! {
    let v14: collections.Deque<Guard> = collections.deque_of([Guard(1), Guard(2), choose<Guard>(true, Guard(3), Guard(4))])
    v14.push_back(Guard(6))
    return size7(E2.C0(E2.Nothing))
}
func main() {
    match r11(empty_collections_Heap_string_(), some_collections_Heap_string__(empty_collections_Heap_string_())) {
        ok(b51) => {
        }
        err(e52) => println(e52.message)
    }
}
