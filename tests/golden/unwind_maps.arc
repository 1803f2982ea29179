// Hashes, comparisons and functions that panic while a map or set works: what was made is dropped once, and a map that outlives
// the panic is whole.
// expect: small: true
// expect: large: true
// expect: shared: true
// expect: sets: true
// expect: defaults: true
import "std/testing"

// The fuse of the round. It is not part of the keys: equal keys must be equal values.
struct Key {
    held: testing.Tracked
    fuse: *testing.Fuse

    func eq(self a: Key, b: Key) bool {
        a.fuse.step()
        return a.held.key == b.held.key
    }

    func hash(self k: Key, h: *Hasher) {
        k.fuse.step()
        hash(k.held.key, h)
    }

    func compare(self a: Key, b: Key) int32 {
        a.fuse.step()
        return compare(a.held.key, b.held.key)
    }
}

type Table = map<Key, testing.Tracked>

func key(n: int64, f: *testing.Fuse, t: *testing.Tally) Key { return Key{held: testing.Tracked(n, t), fuse: f} }

/// Looks at all entries in both ways; calls nothing that steps.
func is_whole(m: Table) bool {
    let n: usize = 0
    let found: vector<int64> = []
    for k, v in m {
        found.push(k.held.key)
        if v.key != k.held.key * 10 && v.key != k.held.key * 10 + 1 { return false }
        n += 1
    }
    return n == m.len() && found.unique().len() == n
}

func fill(m: *Table, n: int64, f: *testing.Fuse, t: *testing.Tally) {
    for i in 0..n { (*m)[key(i, f, t)] = testing.Tracked(i * 10, t) }
}

func work(m: *Table, n: int64, f: *testing.Fuse, t: *testing.Tally) {
    fill(m, n, f, t)
    for i in 0..n {
        if i % 3 == 0 { assert(m.remove(key(i, f, t))!.key / 10 == i) }
        if i % 3 == 1 { (*m)[key(i, f, t)] = testing.Tracked(i * 10 + 1, t) }
    }
    let again = m.insert(key(1, f, t), testing.Tracked(10, t))
    assert(again!.key == 11)
    fill(m, n + 2, f, t)
    assert(m.len() == cast<usize>(n) + 2 && m.contains(key(0, f, t)) && m.get(key(99, f, t)) == null)
    assert((*m)[key(1, f, t)].key == 10)
    m.retain(|k, _| {
        f.step()
        k.held.key % 2 == 0
    })
    m.update(key(2, f, t), testing.Tracked(20, t), |v| {
        f.step()
        v
    })
    let other = *m
    other.extend(*m)
    m.merge(other, |a, b| {
        f.step()
        if a.key > b.key { a } else { b }
    })
    let numbers = m.map_values(|v| {
        f.step()
        v.key
    })
    assert(numbers.len() == m.len() && other == *m)
    let found = m.get_or_insert(key(7, f, t), testing.Tracked(70, t))
    assert(found.key == 70 && m.entries().len() == m.len())
}

/// A map that outlives the panic, with `n` keys; `shares` when somebody else holds its table.
func outlives(n: int64, shares: bool) bool {
    let rounds = testing.each_panic(|f, t| {
        let m: Table = {}
        let before: Table = {}
        let p = &m
        let b = &before
        let message = testing.panics(|| {
            if shares {
                fill(p, n, f, t)
                *b = *p
            }
            work(p, n, f, t)
        })
        assert(is_whole(m) && is_whole(before))
        // The fuse has blown by now, if it did: the map goes on.
        if f.blown {
            fill(p, n, f, t)
            for i in 0..n { assert(p.contains(key(i, f, t)) && p.remove(key(i, f, t)) != null) }
            assert(is_whole(m) && !m.contains(key(0, f, t)))
            if shares { before[key(n, f, t)] = testing.Tracked(n * 10, t) }
        }
        if let text = message { panic(text) }
    })
    return rounds > n * 3
}

func sets() bool {
    return testing.each_panic(|f, t| {
        let a: set<Key> = {}
        let b: set<Key> = {}
        for i in 0..14 { a.insert(key(i, f, t)) }
        for i in 0..5 { b.insert(key(i * 5, f, t)) }
        assert(a.union(b).len() == 16 && a.intersection(b).len() == 3 && a.difference(b).len() == 11)
        assert(!b.is_subset(a) && b.sorted()[4].held.key == 20)
        assert(a.filter(|k| {
            f.step()
            k.held.key > 3
        }).len() == 10)
        a.remove(key(3, f, t))
        assert(a != b && a.to_vector().to_set() == a)
        let counted = a.to_vector().counts()
        assert(counted.len() == 13)
    }) > 50
}

struct Entry {
    items: vector<testing.Tracked> = made()
    count: int64
}

func made() vector<testing.Tracked> {
    // What a default panics with is its own.
    return []
}

func defaults() bool {
    return testing.each_panic(|f, t| {
        let m: map<int64, Entry> = {}
        let p = &m
        let words: map<string, vector<testing.Tracked>> = {}
        for i in 0..40 {
            (*p)[i % 13].items.push(testing.Tracked(i, t))
            f.step()
            words["word ${i % 11}"].push(testing.Tracked(i, t))
            if i % 9 == 0 { words.remove("word ${i % 11}") }
        }
        assert(m.len() == 13)
    }) == 40
}

func main() {
    println("small: ${outlives(6, false)}")
    println("large: ${outlives(19, false)}")
    println("shared: ${outlives(12, true)}")
    println("sets: ${sets()}")
    println("defaults: ${defaults()}")
}
