// Text that is built while a value's `to_string` panics; output, interpolation and wire bytes.
// expect: formatting: true
// expect: builders: true
// expect: bytes: true
import "std/testing"

struct Shown {
    held: testing.Tracked
    fuse: *testing.Fuse

    func to_string(self s: Shown) string {
        s.fuse.step()
        return "<${s.held.key}>"
    }
}

func formatting() bool {
    return testing.each_panic(|f, t| {
        let items = (0..5).to_vector().map(|i| Shown{held: testing.Tracked(cast<int64>(i), t), fuse: f})
        let text = "a ${items[0]} b ${items[1]:>8} c ${items}"
        let more = items.map(|x| "${x}").join(", ")
        let table = {"one": items[1], "two": items[2]}
        let both = "${(items[3], table)} ${items.first()}"
        assert(text.len() + more.len() + both.len() > 40)
        assert(text_of(items[0]) == "<0>" && "${[items[0..2], items[1..3]]}".contains("<2>"))
    }) > 20
}

func builders() bool {
    return testing.each_panic(|f, t| {
        let shown = Shown{held: testing.Tracked(7, t), fuse: f}
        let out = StringBuilder{}
        let p = &out
        let message = testing.panics(|| {
            for i in 0..30 {
                p.add("line ${i} ")
                p.add_value(shown)
                p.add_char('é')
            }
        })
        let copy = out
        copy.add("!")
        let text = out.finish()
        assert(copy.len() == text.len() + 1 && is_utf8(text.pointer(), text.len()))
        let words = ["x"]
        for word in text.split(" ") { words.push(word + "${word}") }
        words.sort_by(|a, b| a.len() < b.len())
        if let m = message { panic(m) }
    }) == 30
}

func bytes() bool {
    return testing.each_panic(|f, _t| {
        let words = ["a", "b", "c".repeat(100)]
        let data = serialize(words, {"k": [1.5, 2.5]})
        f.step()
        let back = words.map(|w| {
            f.step()
            w + w
        })
        let copy = isolate(back)
        f.step()
        assert(copy == back && data.len() > 100)
    }) == 5
}

func main() {
    println("formatting: ${formatting()}")
    println("builders: ${builders()}")
    println("bytes: ${bytes()}")
}
