namespace sort

// Comparisons that panic at each of their calls: no element is lost or dropped twice.

import "std/testing"

struct _Item {
    held: testing.Tracked
    fuse: *testing.Fuse

    func compare(self a: _Item, b: _Item) int32 {
        a.fuse.step()
        return compare(a.held.key, b.held.key)
    }
}

func _items(n: int64, f: *testing.Fuse, t: *testing.Tally) vector<_Item> {
    let out: vector<_Item> = []
    for i in 0..n { out.push(_Item{held: testing.Tracked(i * 7 % n, t), fuse: f}) }
    return out
}

func _keys(v: vector<_Item>) vector<int64> { return v.map(|x| x.held.key).sorted() }

test "what changes a vector loses nothing" {
    let rounds = testing.each_panic(|f, t| {
        let v = _items(40, f, t)
        let all = _keys(v)
        let p = &v
        let message = testing.panics(|| {
            select_nth(p, 11)
            descending(p)
        })
        testing.equal(_keys(v), all)
        if let text = message { panic(text) }
    })
    assert(rounds > 200)
}

test "what gives new vectors drops them" {
    let rounds = testing.each_panic(|f, t| {
        let v = _items(20, f, t)
        assert(least(v, 3)[2].held.key == 2 && greatest(v, 3)[2].held.key == 17 && median(v)!.held.key == 9)
        let sorted = v.sorted()
        let both = merge(sorted, sorted)
        assert(is_sorted(both) && both.len() == 40 && lower_bound(sorted, v[0]) == 0 && upper_bound(sorted, v[0]) == 1)
        insert(&sorted, v[3])
        assert(order(v)[0] == 0 && order_by(v, |a, b| compare(a, b) > 0)[19] == 0)
        assert(search(20, |i| {
            f.step()
            i > 7
        }) == 8)
    })
    assert(rounds > 200)
}

struct _Liar {
    n: int64

    // Everything comes before everything.
    func compare(self a: _Liar, b: _Liar) int32 { return -1 }
}

test "an order that contradicts itself does no harm" {
    let v = (0..100).to_vector().map(|i| _Liar{n: cast<int64>(i)})
    select_nth(&v, 50)
    v.sort()
    let found = v.map(|x| x.n)
    found.sort()
    assert(found == (0..100).to_vector().map(|i| cast<int64>(i)))
}
