// `transfer` moves what has one owner, copies what has more, and leaves constants where they are; `isolate` always copies.
// expect: moved: vector, words, map, text, slice, nested
// expect: copied: vector, words, map, text, slice, nested
// expect: in part: outer moved, first moved, second copied
// expect: constant: moved and isolated as it is
// expect: cases: some("ab") err("no: why") Node(Leaf, "xy", Leaf) [Some(["q1"]), None]
// expect: once: 5 made, 5 dropped
import "std/testing"

const WORDS = ["one".to_upper(), "two".to_upper()]

func place<T>(v: vector<T>) usize { return @address(v.pointer()) }

func numbers(at: *usize) vector<int64> {
    let v = (0..100).to_vector().map(|i| cast<int64>(i))
    *at = place(v)
    return v
}

func words(at: *usize) vector<string> {
    let v = (0..10).to_vector().map(|i| "word ${i}")
    *at = place(v)
    return v
}

func text(at: *usize) string {
    let s = "a".repeat(50) + "b"
    *at = @address(s.pointer())
    return s
}

func table(at: *usize) map<string, vector<string>> {
    let m: map<string, vector<string>> = {}
    for i in 0..30 { m["k${i}"] = ["v${i}"] }
    m.remove("k3")
    *at = @address(m["k9"].pointer())
    return m
}

func part(at: *usize) []string {
    let s = words(at)[3..7]
    *at = @address(s.pointer())
    return s
}

func nested(at: *usize) vector<(string, vector<int64>?)> {
    let v: vector<(string, vector<int64>?)> = [("x" + "y", null), ("z" + "w", numbers(at))]
    return v
}

func moves() {
    let at: usize = 0
    let p = &at
    let names: vector<string> = []
    if place(transfer(numbers(p))) == at { names.push("vector") }
    if place(transfer(words(p))) == at { names.push("words") }
    if @address(transfer(table(p))["k9"].pointer()) == at { names.push("map") }
    if @address(transfer(text(p)).pointer()) == at { names.push("text") }
    if @address(transfer(part(p)).pointer()) == at { names.push("slice") }
    if place(transfer(nested(p))[1].1!) == at { names.push("nested") }
    println("moved: ${names.join(", ")}")
}

func copies() {
    let at: usize = 0
    let p = &at
    let names: vector<string> = []
    let a = numbers(p)
    let b = transfer(a)
    if place(b) != at && a == b { names.push("vector") }
    let c = words(p)
    let d = transfer(c)
    if place(d) != at && c == d && d[3].pointer() != c[3].pointer() { names.push("words") }
    let e = table(p)
    let f = transfer(e)
    f["k1"].push("more")
    if @address(f["k9"].pointer()) != at && f.len() == 29 && f.get("k3") == null && f["k29"] == ["v29"] && e["k1"] == ["v1"] { names.push("map") }
    let g = text(p)
    let h = transfer(g)
    if @address(h.pointer()) != at && g == h { names.push("text") }
    let i = part(p)
    let j = transfer(i)
    if @address(j.pointer()) != at && i.to_vector() == j.to_vector() { names.push("slice") }
    let k = nested(p)
    let l = isolate(k)
    if place(l[1].1!) != at && k == l { names.push("nested") }
    assert(a.len() + c.len() + e.len() + g.len() + i.len() + k.len() > 6)
    println("copied: ${names.join(", ")}")
}

/// Two rows; `kept` gets another reference to the second.
func rows(outer: *usize, first: *usize, second: *usize, kept: *vector<int64>) vector<vector<int64>> {
    let v = [numbers(first), numbers(second)]
    *kept = v[1]
    *outer = place(v)
    return v
}

func in_part() {
    let places: [3]usize = [0, 0, 0]
    let kept: vector<int64> = []
    let moved = transfer(rows(&places[0], &places[1], &places[2], &kept))
    let say = |same: bool| if same { "moved" } else { "copied" }
    println("in part: outer ${say(place(moved) == places[0])}, first ${say(place(moved[0]) == places[1])}, second ${say(place(moved[1]) == places[2])}")
    kept[0] = 7
    assert(moved[1][0] == 0 && kept.len() == 100)
}

enum Tree {
    Leaf
    Node(left: Tree, value: string, right: Tree)
}

enum Option {
    None
    Some(items: vector<string>)
}

struct Nothing {
    drop(self n: *Nothing) {}
}

func main() {
    moves()
    copies()
    in_part()
    let as_is = place(transfer(WORDS)) == place(WORDS) && place(isolate(WORDS)) == place(WORDS)
    println("constant: ${if as_is { "moved and isolated as it is" } else { "copied" }}")

    let some: string? = "a" + "b"
    let bad: vector<int64>! = error("no", cause: error("wh" + "y"))
    let tree = Tree.Node(Tree.Leaf, "x" + "y", Tree.Leaf)
    let none: string? = null
    assert(transfer(none) == null && isolate(none) == null)
    match isolate(bad) {
        ok(_) => println("a value")
        err(e) => println("cases: some(${transfer(some)!:?}) err(\"${transfer(e)}\") ${transfer(tree)} ${isolate([Option.Some(["q${1}"]), Option.None])}")
    }
    assert(isolate(tree) != Tree.Leaf && bad.is_err() && some != null)
    let fine: void! = transfer(())
    fine!
    let _ = isolate([Nothing{}])

    // A value with a `drop` is one thing that dies once; its copy for somewhere else is a thing of its own.
    let tally = testing.Tally{}
    let t = &tally
    let made = || {
        let one = testing.Tracked(1, t)
        let two = [one, testing.Tracked(2, t)]
        let kept = two
        let copy = isolate(two)
        t.made += 2
        assert(copy.len() == 2 && kept[0] == copy[0])
        let worker = thread func(v: vector<testing.Tracked>) int64 { return v[0].key }(ThreadConfig{}, [testing.Tracked(3, t)])
        assert(worker.join() == 3)
    }
    made()
    println("once: ${tally.made} made, ${tally.dropped} dropped")
}
