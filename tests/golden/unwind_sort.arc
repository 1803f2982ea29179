// A comparison that panics at each of its calls: all elements are still there, each once, and dropped once.
// expect: 3 elements
// expect: 16 elements
// expect: 40 elements
// expect: 70 elements
// expect: strings, numbers and arrays
import "std/testing"

struct Item {
    held: testing.Tracked
    fuse: *testing.Fuse

    func compare(self a: Item, b: Item) int32 {
        a.fuse.step()
        return compare(a.held.key, b.held.key)
    }
}

struct Wide {
    item: Item
    more: [8]int64

    func compare(self a: Wide, b: Wide) int32 { return compare(a.item, b.item) }
}

func keys(v: vector<Item>) vector<int64> { return v.map(|x| x.held.key).sorted() }

func try_all(n: int64) {
    let rounds = testing.each_panic(|f, t| {
        let v: vector<Item> = []
        for i in 0..n { v.push(Item{held: testing.Tracked(i * 31 % n, t), fuse: f}) }
        let all = keys(v)
        let wide = v.map(|x| Wide{item: x})
        let p = &v
        let w = &wide
        let message = testing.panics(|| {
            p.sort()
            p.reverse()
            p.sort_by(|a, b| compare(b, a) < 0)
            w.sort()
            w.reverse()
            w.sort_by(|a, b| compare(a, b) < 0)
        })
        assert(keys(v) == all && keys(wide.map(|x| x.item)) == all)
        if let text = message { panic(text) }
        assert(v[0].held.key == n - 1 && wide[0].item.held.key == 0)
    })
    assert(rounds > n * 3)
    println("${n} elements")
}

func main() {
    try_all(3)
    try_all(16)
    try_all(40)
    try_all(70)
    let rounds = testing.each_panic(|f, t| {
        let words = (0..50).to_vector().map(|i| "word ${i * 7 % 50}")
        let numbers = (0..50).to_vector().map(|i| (i * 7) % 50)
        let a: [5]Item = [Item{held: testing.Tracked(4, t), fuse: f}, Item{held: testing.Tracked(2, t), fuse: f}, Item{held: testing.Tracked(0, t), fuse: f},
            Item{held: testing.Tracked(1, t), fuse: f}, Item{held: testing.Tracked(3, t), fuse: f}]
        let p = &a
        let w = &words
        let m = &numbers
        let message = testing.panics(|| {
            w.sort_by(|x, y| {
                f.step()
                x < y
            })
            m.sort_by(|x, y| {
                f.step()
                x > y
            })
            p.sort()
        })
        assert(words.sorted() == (0..50).to_vector().map(|i| "word ${i}").sorted() && numbers.sum() == 49 * 25)
        assert(a.map(|x| x.held.key).sum() == 10)
        if let text = message { panic(text) }
        words.sort()
        numbers.sort()
        assert(words[49] == "word 9" && numbers[7] == 7 && a[4].held.key == 4)
    })
    assert(rounds > 100)
    println("strings, numbers and arrays")
}
