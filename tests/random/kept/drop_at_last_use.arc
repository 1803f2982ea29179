import "std/collections"
struct Guard {
    id: int64
    init(self g: *Guard, id: int64) {
    }
    drop(self g: *Guard) { println("close ${g.id}") }
}
func choose<T>(first: bool, a: T, b: T) T { return if first { a } else { b } }
struct S2 { f0: string, f1: string, f2: Guard }
func empty_set_int64_() set<int64> { let s: set<int64>; return s }
func empty_collections_Heap_int64_() collections.Heap<int64> { return collections.Heap<int64>{} }
func empty_map_string__int64_() map<string, int64> { return {} }
func f28(a29: collections.Heap<int64>, a30: map<string, int64>) int64 {
    defer println(a30)
    return ((5 - 6) + (1 % 100 * (7 % 100))) % 997
}
func main() {
    let v31: set<int64> = empty_set_int64_()
    let v32: Guard = Guard(2)
    let v39: map<string, S2> = ({"": S2{f0: (if false { (if true { "" } else { "" }) } else { choose<string>(false, "", "") }), f1: "<${(7 % 100 * (2 % 100))}>", f2: v32}, "": S2{f0: ("<${2}>" + (if true { "a" } else { "longer text that does not fit" })), f1: "<${f28(empty_collections_Heap_int64_(), empty_map_string__int64_())}>", f2: Guard(5)}, "a": S2{f0: ("<${7}>" + "<${6}>"), f1: (("" + "longer text that does not fit") + (if true { "a" } else { "" })), f2: (if true { choose<Guard>(true, v32, v32) } else { v32 })}})
    let _ = v31.insert(f28(empty_collections_Heap_int64_(), choose<map<string, int64>>(true, empty_map_string__int64_(), empty_map_string__int64_())))
}
