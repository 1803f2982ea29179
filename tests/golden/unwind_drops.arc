// A `drop` that panics: what had to die with the value dies nevertheless, each thing once, and the container goes on.
// expect: 12 ways, 47 panics
import "std/collections"
import "std/testing"

/// Panics in its `drop` when the fuse blows.
struct Bomb {
    held: testing.Tracked
    fuse: *testing.Fuse

    drop(self b: *Bomb) { b.fuse.step() }

    func eq(self a: Bomb, b: Bomb) bool { return a.held.key == b.held.key }
    func compare(self a: Bomb, b: Bomb) int32 { return compare(a.held.key, b.held.key) }
    func hash(self b: Bomb, h: *Hasher) { hash(b.held.key, h) }
}

struct Both {
    left: Bomb
    items: vector<Bomb>
    right: Bomb?
}

func main() {
    let ways = 0
    let panics: int64 = 0
    let w = &ways
    let n = &panics
    let check = |body: func(*testing.Fuse, func(int64) Bomb)| {
        *w += 1
        *n += testing.each_panic(|f, t| body(f, |key| Bomb{held: testing.Tracked(key, t), fuse: f}))
    }
    check(|_f, bomb| { let _ = bomb(1) })
    check(|_f, bomb| { let _ = [bomb(1), bomb(2), bomb(3), bomb(4)] })
    check(|_f, bomb| {
        let v = [bomb(1), bomb(2), bomb(3), bomb(4)]
        let p = &v
        let cut = testing.panics(|| p.truncate(1))
        assert(v.len() == 1 && v[0].held.key == 1)
        v.push(bomb(5))
        if let text = cut { panic(text) }
    })
    check(|_f, bomb| {
        let v = [bomb(1), bomb(2), bomb(3)]
        let p = &v
        let put = testing.panics(|| { (*p)[1] = bomb(7) })
        assert(v.len() == 3 && v[1].held.key == 7)
        if let text = put { panic(text) }
    })
    check(|_f, bomb| {
        let m = {1: bomb(1), 2: bomb(2), 3: bomb(3)}
        let p = &m
        let put = testing.panics(|| { (*p)[2] = bomb(8) })
        assert(m.len() == 3 && m[2].held.key == 8)
        let taken = testing.panics(|| { let _ = p.remove(1) })
        assert(m.len() == 2 && m.get(1) == null)
        if let text = put ?? taken { panic(text) }
    })
    check(|_f, bomb| {
        let m = {bomb(1): bomb(11), bomb(2): bomb(12), bomb(3): bomb(13)}
        assert(m.len() == 3)
    })
    check(|_f, bomb| { let _ = Both{left: bomb(1), items: [bomb(2), bomb(3)], right: bomb(4)} })
    check(|_f, bomb| {
        let x = bomb(1)
        x = bomb(2)
        let o: Bomb? = bomb(3)
        o = null
        o = x
    })
    check(|_f, bomb| {
        let keep = [bomb(1), bomb(2), bomb(3), bomb(4)]
        let p = &keep
        let some = testing.panics(|| p.retain(|b| b.held.key % 2 == 0))
        assert(keep.len() == 2)
        if let text = some { panic(text) }
    })
    check(|_f, bomb| {
        let d = collections.Deque<Bomb>{}
        for i in 0..4 { d.push_front(bomb(i)) }
        d.clear()
        assert(d.is_empty())
    })
    check(|_f, bomb| {
        let o = collections.OrderedMap<int64, Bomb>{}
        for i in 0..4 { let _ = o.insert(i, bomb(i)) }
        let p = &o
        let put = testing.panics(|| { let _ = p.insert(2, bomb(9)) })
        assert(o.len() == 4 && o.get(2)!.held.key == 9)
        let gone = testing.panics(|| { let _ = p.remove(3) })
        assert(o.len() == 3)
        if let text = put ?? gone { panic(text) }
    })
    check(|_f, bomb| {
        let x = bomb(1)
        let f = |n: int64| x.held.key + n
        let g = [f, f]
        assert(g[1](2) == 3)
        let parts = [bomb(2), bomb(3)][1..]
        assert(parts.len() == 1)
    })
    println("${ways} ways, ${panics} panics")
}
