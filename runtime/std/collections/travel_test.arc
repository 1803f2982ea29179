namespace collections

import "std/compute"

test "containers go to threads and processes" {
    let m = OrderedMap<string, int64>{}
    for i in 0..500 { m["key ${i}"] = i }
    let d = deque_of([1, 2, 3])
    d.push_front(0)
    let h = heap_of([3, 1, 2])
    let s = bit_set_of([1, 200])
    let t = compute.thread func(m: OrderedMap<string, int64>, d: Deque<int64>) OrderedMap<string, int64> {
        let out = m
        out["sum"] = d.to_vector().sum()
        return out
    }(compute.ThreadConfig{}, m, d)
    let changed = t.join()
    assert(changed["sum"] == 6)
    assert(changed.len() == 501)
    assert(!m.contains("sum"))
    let p = compute.process func(m: OrderedMap<string, int64>, h: Heap<int64>, s: BitSet) Deque<int64> {
        let out = Deque<int64>{}
        out.push_front(h.first()!)
        out.push_back(m["key 42"])
        for n in s { out.push_back(cast<int64>(n)) }
        return out
    }(compute.ProcessConfig{}, changed, h, s)
    assert(p.wait().to_vector() == [1, 42, 1, 200])
}
