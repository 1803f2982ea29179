// expect: 0
// expect: 1000000 true
// Blocks of memory that loops make are given back: the number of live ones stays.
import "std/runtime"

struct Item {
    name: string
    tags: vector<string>
    extra: map<string, int64>?
}

func make(i: int64) Item {
    let tags: vector<string> = []
    for k in 0..3 { tags.push("tag ${i} ${k}") }
    return Item{name: "item ${i}", tags: tags, extra: {"i": i}}
}

func work(n: int64) int64 {
    let total: int64 = 0
    let keep: vector<Item> = []
    for i in 0..n {
        let item = make(i)
        let copy = item
        copy.tags[0] = "changed"
        copy.name += "!"
        if i % 10 == 0 { keep.push(copy) }
        if keep.len() > 50 { keep.clear() }
        total += cast<int64>(item.tags.len())
        match item.extra {
            null => {}
            m => { total += m["i"] - i }
        }
    }
    return total / 3
}

func main() {
    work(100)
    let before = runtime.live_objects()
    let n = work(2000)
    println(runtime.live_objects() - before)
    println(n * 500, before < 100)
}
