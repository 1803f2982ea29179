namespace collections

// Comparisons and functions that panic at each of their calls: every element is dropped once, and what outlives the panic works.

import "std/testing"

struct _Item {
    held: testing.Tracked
    fuse: *testing.Fuse

    func key(self x: _Item) int64 { return x.held.key }

    func compare(self a: _Item, b: _Item) int32 {
        a.fuse.step()
        return compare(a.key(), b.key())
    }

    func eq(self a: _Item, b: _Item) bool {
        a.fuse.step()
        return a.key() == b.key()
    }
}

func _item(n: int64, f: *testing.Fuse, t: *testing.Tally) _Item { return _Item{held: testing.Tracked(n, t), fuse: f} }

test "a deque outlives panics" {
    let rounds = testing.each_panic(|f, t| {
        let d = Deque<_Item>{}
        let p = &d
        let message = testing.panics(|| {
            for i in 0..12 {
                p.push_back(_item(i, f, t))
                p.push_front(_item(100 + i, f, t))
                f.step()
            }
            p.rotate(5)
            assert(p.contains(_item(3, f, t)) && !p.contains(_item(50, f, t)))
            for x in *p { let _ = [x, _item(x.key(), f, t)].map(|y| {
                f.step()
                y
            }) }
            assert(p.to_vector().sorted()[0].key() == 0)
            for i in 0..7 {
                assert(p.pop_front()!.key() >= 0 && p.pop_back()!.key() >= i * 0)
                f.step()
            }
            (*p)[2] = (*p)[3]
            assert(*p == *p)
        })
        assert(d.len() <= 24)
        for !d.is_empty() { assert(d.pop_front()!.key() >= 0) }
        if let text = message { panic(text) }
    })
    assert(rounds > 100)
}

test "heaps outlive panics" {
    let rounds = testing.each_panic(|f, t| {
        let h = Heap<_Item>{}
        let p = &h
        let message = testing.panics(|| {
            for i in 0..20 { p.push(_item(i * 7 % 20, f, t)) }
            for i in 0..4 { assert(p.pop()!.key() == i) }
            assert(p.push_pop(_item(1, f, t)).key() == 1 && p.push_pop(_item(50, f, t)).key() == 4)
            let other = heap_of((0..20).to_vector().map(|i| _item(19 - i, f, t)))
            assert(other.sorted()[3].key() == 3 && p.sorted()[0].key() == 5)
        })
        assert(h.len() <= 20)
        if f.blown {
            // What the panic left is in no order of a heap, perhaps; a new heap is.
            let again = heap_of(h.to_vector())
            let last: int64 = -1
            for let x = again.pop() {
                assert(x.key() >= last)
                last = x.key()
            }
        }
        if let text = message { panic(text) }
    })
    assert(rounds > 100)
    rounds = testing.each_panic(|f, t| {
        let q = PriorityQueue<testing.Tracked>(|a, b| {
            f.step()
            a.key > b.key
        })
        let p = &q
        let message = testing.panics(|| {
            for i in 0..15 { p.push(testing.Tracked(i * 4 % 15, t)) }
            p.extend([testing.Tracked(100, t), testing.Tracked(-1, t)])
            assert(p.pop()!.key == 100 && p.pop()!.key == 14)
        })
        assert(q.len() <= 17 && q.to_string().len() > 1)
        if let text = message { panic(text) }
    })
    assert(rounds > 30)
}

func _check_whole(m: OrderedMap<_Item, testing.Tracked>) {
    let n: usize = 0
    let last: int64 = -1
    for k, v in m {
        assert(k.key() > last && v.key == k.key() * 2)
        last = k.key()
        n += 1
    }
    assert(n == m.len())
}

test "an ordered map outlives panics" {
    // Enough for a root, two levels and joins; a panic in every 17th comparison, since there are thousands.
    let blown = 0
    let count = &blown
    for k in 0..60 {
        let tally = testing.Tally{}
        let t = &tally
        let fuse = testing.Fuse{left: k * 131}
        let f = &fuse
        let message = testing.panics(|| {
            let m = OrderedMap<_Item, testing.Tracked>{}
            let kept = OrderedMap<_Item, testing.Tracked>{}
            let p = &m
            let q = &kept
            let text = testing.panics(|| {
                for i in 0..300 { let _ = p.insert(_item(i * 7 % 300, f, t), testing.Tracked(i * 7 % 300 * 2, t)) }
                *q = *p
                for i in 0..300 { if i % 3 != 0 { assert(p.remove(_item(i, f, t))!.key == i * 2) } }
                p.retain(|x, _| {
                    f.step()
                    x.key() % 2 == 0
                })
                assert(p.floor(_item(7, f, t))!.0.key() == 6 && p.first()!.1.key == 0 && p.pop_last()!.0.key() == 294)
                for x, _ in p.range(_item(10, f, t), _item(60, f, t)) { assert(x.key() % 6 == 0) }
                assert(p.get(_item(12, f, t))!.key == 24 && (*p == *p))
            })
            _check_whole(m)
            _check_whole(kept)
            if f.blown {
                *count += 1
                // It goes on after the panic.
                for i in 0..100 { let _ = p.insert(_item(i, f, t), testing.Tracked(i * 2, t)) }
                for i in 0..100 { assert(p.remove(_item(i, f, t))!.key == i * 2) }
                _check_whole(m)
            }
            if let words = text { panic(words) }
        })
        assert(tally.live() == 0)
        if let text = message { testing.equal(text, "the fuse has blown") }
    }
    assert(blown > 30)
}

test "an ordered set outlives panics" {
    let rounds = testing.each_panic(|f, t| {
        let s = OrderedSet<_Item>{}
        s.extend((0..10).to_vector().map(|i| _item(9 - i, f, t)))
        assert(s.insert(_item(20, f, t)) && !s.insert(_item(3, f, t)) && s.remove(_item(4, f, t)))
        assert(s.pop_first()!.key() == 0 && s.to_vector().len() == 9)
    })
    assert(rounds > 50)
}
