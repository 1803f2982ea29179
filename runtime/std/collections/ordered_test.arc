namespace collections

import "std/rand"

test "ordered map" {
    let m = OrderedMap<string, int64>{}
    m["pear"] = 3
    m["apple"] = 1
    m["fig"] += 2
    assert("${m}" == "{\"apple\": 1, \"fig\": 2, \"pear\": 3}")
    assert(m["fig"] == 2)
    assert(m.get("x").is_null())
    assert(m.get_or("x", 7) == 7)
    assert(m.insert("fig", 5)! == 2 && m.insert("new", 1).is_null() && m.len() == 4)
    let copy = m
    copy["apple"] = 100
    assert(copy.remove("fig")! == 5 && copy.remove("fig").is_null() && m["apple"] == 1 && m.contains("fig"))
    let names = ""
    for k, v in m { names += "${k}${v} " }
    for k in m { names += k[0..1] }
    assert(names == "apple1 fig5 new1 pear3 afnp")
    assert(m.keys() == ["apple", "fig", "new", "pear"])
    assert(m.values() == [1, 5, 1, 3])
    assert(m.first()!.0 == "apple")
    assert(m.last()!.0 == "pear")
    m.retain(|_, v| v > 1)
    assert(m.entries() == [("fig", 5), ("pear", 3)] && m == ordered_map_of({"pear": 3, "fig": 5}) && m != copy)
    m.extend(ordered_map_of({"fig": 6, "kiwi": 7}))
    assert(m.values() == [6, 7, 3] && m.pop_first()!.1 == 6 && m.pop_last()!.1 == 3 && m.len() == 1)
    m.clear()
    assert(m.is_empty())
    assert(m.first().is_null())
    assert(m.last().is_null())
    assert(m.pop_first().is_null())
    assert(m.remove("a").is_null())
    assert("${m}" == "{}")
}

/// What `floor` and its kin should give, from sorted keys.
func _nearest(keys: vector<int64>, key: int64, below: bool, inclusive: bool) int64? {
    let fits = keys.filter(|k| (inclusive && k == key) || (below && k < key) || (!below && k > key))
    return if below { fits.last() } else { fits.first() }
}

test "ordered map against a map, with random operations" {
    let r = rand.Rng(seed: 1)
    for round in 0..8 {
        let m = OrderedMap<int64, string>{}
        let model: map<int64, string> = {}
        let older = m
        let older_model = model
        let span = if round % 2 == 0 { 100 } else { 3000 }
        for step in 0..6000 {
            let key = cast<int64>(r.below(cast<uint64>(span)))
            // Grow, then shrink.
            let growing = step < 3000
            let choice = r.below(10)
            if choice < if growing { 6 } else { 2 } {
                assert(m.insert(key, "${step}") == model.insert(key, "${step}"))
            } else if choice < 8 {
                assert(m.remove(key) == model.remove(key))
            } else if choice == 8 {
                assert(m.get(key) == model.get(key) && m.contains(key) == model.contains(key))
                if m.contains(key) {
                    m[key] += "!"
                    model[key] += "!"
                }
            } else if r.below(100) == 0 {
                assert(older.entries() == _sorted_entries(older_model))
                older = m
                older_model = model
            } else if r.below(30) == 0 && !model.is_empty() {
                let keys = model.keys().sorted()
                for (below, inclusive, found) in [(true, true, m.floor(key)), (false, true, m.ceiling(key)),
                    (true, false, m.before(key)), (false, false, m.after(key))] {
                    assert(found.map(|e| e.0) == _nearest(keys, key, below, inclusive))
                }
                let low = key - 20
                let part: vector<int64> = []
                for k, v in m.range(low, key) {
                    assert(model[k] == v)
                    part.push(k)
                }
                assert(part == keys.filter(|k| k >= low && k < key))
                let (first, _) = m.pop_first()!
                assert(first == keys[0])
                let _ = model.remove(first)
                if keys.len() > 1 {
                    let (last, _) = m.pop_last()!
                    assert(last == keys[keys.len() - 1])
                    let _ = model.remove(last)
                }
            }
            assert(m.len() == model.len())
            if step % 500 == 0 && !m.is_empty() { let _ = _check(&m._root[0], true) }
        }
        assert(m.entries() == _sorted_entries(model))
        for key in m.keys() { assert(m.remove(key)! == model[key]) }
        assert(m.is_empty() && m._root.is_empty())
    }
}

func _sorted_entries(m: map<int64, string>) vector<(int64, string)> {
    let out = m.entries()
    out.sort_by_key(|e| e.0)
    return out
}

test "ordered map: many keys up, down, and through the middle" {
    let n: int64 = 5000
    let up = OrderedMap<int64, int64>{}
    let down = OrderedMap<int64, int64>{}
    for i in 0..n {
        up[i] = i
        down[n - 1 - i] = n - 1 - i
    }
    assert(up == down && hash_of(up) == hash_of(down) && compare(up, down) == 0)
    assert(_check(&up._root[0], true) <= 4)
    let before = up
    let i = n / 2
    for up.len() > 0 {
        // From the middle to both sides.
        let (key, value) = up.ceiling(i) ?? up.floor(i)!
        assert(key == value && up.remove(key)! == value)
    }
    assert(before == down)
    let (low, high) = (before.iter_from(4998), before.iter_from(5000))
    assert(low.next()!.0 == 4998)
    assert(low.next()!.0 == 4999)
    assert(low.next().is_null())
    assert(low.next().is_null())
    assert(high.next().is_null())
}

test "ordered map: changing while going over it" {
    let m = OrderedMap<int64, int64>{}
    for i in 0..200 { m[i] = 1 }
    let seen = 0
    for k, _ in m {
        let _ = m.remove(k)
        m[k + 1000] = 2
        seen += 1
    }
    assert(seen == 200 && m.len() == 200 && m.first()!.0 == 1000)
}

test "ordered set" {
    let s = ordered_set_of(["c", "a", "b", "a"])
    assert("${s}" == "{\"a\", \"b\", \"c\"}")
    assert(s.len() == 3)
    assert(!s.insert("a"))
    assert(s.insert("d"))
    assert(s.remove("a"))
    assert(!s.remove("a"))
    assert(s.first()! == "b")
    assert(s.last()! == "d")
    assert(s.floor("cc")! == "c")
    assert(s.ceiling("cc")! == "d")
    assert(s.before("b").is_null())
    assert(s.after("b")! == "c")
    assert(s == ordered_set_of(["d", "c", "b"]) && s < ordered_set_of(["c"]) && s.contains("d"))
    let some: vector<string> = []
    for x in s.range("b", "d") { some.push(x) }
    for x in s { some.push(x) }
    assert(some == ["b", "c", "b", "c", "d"] && s.pop_first()! == "b" && s.pop_last()! == "d" && s.to_vector() == ["c"])
}
