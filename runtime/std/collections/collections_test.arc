namespace collections

import "std/rand"

test "deque at both ends" {
    let d = Deque<string>{}
    d.push_back("b")
    d.push_front("a")
    d.push_back("c")
    assert(d.len() == 3)
    assert(d[0] == "a")
    assert(d[2] == "c")
    assert(d.first() == "a")
    assert(d.last() == "c")
    assert("${d}" == "[\"a\", \"b\", \"c\"]")
    d[1] = "B"
    let copy = d
    assert(d.pop_front() == "a")
    assert(d.pop_back() == "c")
    assert(d.pop_back() == "B")
    assert(d.pop_back().is_null())
    assert(d.pop_front().is_null())
    assert(copy.to_vector() == ["a", "B", "c"] && copy.contains("B") && !copy.contains("b") && copy.get(3).is_null())
    copy.rotate(4)
    assert(copy.to_vector() == ["B", "c", "a"])
    copy.extend(["x", "y"])
    let joined = ""
    for x in copy { joined += x }
    assert(joined == "BcaxyBcaxy"[0..5])
    copy.clear()
    assert(copy.is_empty() && copy == Deque<string>{})
}

test "deque against a vector, with random operations" {
    let r = rand.Rng(seed: 1)
    for _ in 0..20 {
        let d = Deque<string>{}
        let model: vector<string> = []
        let older = d
        let older_model = model
        for step in 0..1000 {
            match r.below(7) {
                0 | 1 => {
                    d.push_back("${step}")
                    model.push("${step}")
                }
                2 => {
                    d.push_front("${step}")
                    model.insert(0, "${step}")
                }
                3 => assert(d.pop_back() == model.pop())
                4 => {
                    let wanted = model.first()
                    if !model.is_empty() { let _ = model.remove(0) }
                    assert(d.pop_front() == wanted)
                }
                5 => {
                    if !model.is_empty() {
                        let i = r.below(model.len())
                        d[i] = "x${step}"
                        model[i] = "x${step}"
                        assert(d[i] == model[i])
                    }
                }
                _ => {
                    if r.below(20) == 0 {
                        assert(older.to_vector() == older_model)
                        older = d
                        older_model = model
                    }
                }
            }
            assert(d.len() == model.len() && d.first() == model.first() && d.last() == model.last())
        }
        assert(d.to_vector() == model && d == deque_of(model) && hash_of(d) == hash_of(deque_of(model)))
    }
}

test "heap" {
    let h = Heap<int64>{}
    assert(h.pop().is_null() && h.first().is_null() && h.push_pop(4) == 4 && h.is_empty())
    for x in [5, 1, 4, 1, 3] { h.push(x) }
    assert(h.len() == 5 && h.first() == 1 && h.push_pop(0) == 0 && h.push_pop(9) == 1)
    let copy = h
    let out: vector<int64> = []
    for let x = h.pop() { out.push(x) }
    assert(out == [1, 3, 4, 5, 9] && copy.len() == 5 && copy.sorted() == out && "${copy}" == "${out}")
    assert(heap_of([3, 1, 2]) == heap_of([2, 3, 1]) && heap_of([3, 1, 2]).first() == 1)
}

test "heap against a sorted vector, with random operations" {
    let r = rand.Rng(seed: 2)
    let h = Heap<string>{}
    let model: vector<string> = []
    for _ in 0..3000 {
        if r.below(5) < 3 {
            let word = "${r.below(500)}"
            h.push(word)
            model.push(word)
            model.sort()
        } else {
            let wanted = model.first()
            if !model.is_empty() { let _ = model.remove(0) }
            assert(h.pop() == wanted)
        }
        assert(h.first() == model.first() && h.len() == model.len())
    }
    let all = heap_of(h.to_vector())
    for word in model { assert(all.pop()! == word) }
}

struct _Job {
    name: string
    urgency: int64
}

test "priority queue" {
    let q = PriorityQueue<_Job>(|a, b| a.urgency > b.urgency)
    q.push(_Job{name: "sweep", urgency: 1})
    q.push(_Job{name: "fire", urgency: 9})
    q.extend([_Job{name: "lunch", urgency: 5}, _Job{name: "nap", urgency: 0}])
    assert(q.first()!.name == "fire" && q.sorted().map(|j| j.name) == ["fire", "lunch", "sweep", "nap"])
    let order: vector<string> = []
    for let job = q.pop() { order.push(job.name) }
    assert(order == ["fire", "lunch", "sweep", "nap"] && q.is_empty())
}

test "bit set against a set, with random operations" {
    let r = rand.Rng(seed: 3)
    let s = BitSet{}
    let other = BitSet{}
    let model: set<usize> = {}
    for _ in 0..5000 {
        let n = cast<usize>(r.below(300))
        if r.below(2) == 0 { assert(s.insert(n) == model.insert(n)) } else { assert(s.remove(n) == model.remove(n)) }
        if r.below(3) == 0 { let _ = other.insert(n) }
        assert(s.contains(n) == model.contains(n))
    }
    assert(s.to_vector() == model.sorted() && s.len() == model.len() && s == bit_set_of(model.to_vector()))
    let others = other.to_vector().to_set()
    assert(s.union(other).to_vector() == model.union(others).sorted())
    assert(s.intersection(other).to_vector() == model.intersection(others).sorted())
    assert(s.difference(other).to_vector() == model.difference(others).sorted() && s.intersection(other).is_subset(s))
    let small = bit_set_of([3])
    let grown = bit_set_of([3, 1000])
    let _ = grown.remove(1000)
    assert(small == grown)
    assert(hash_of(small) == hash_of(grown))
    assert("${grown}" == "{3}")
    assert(small.next_from(4).is_null())
    assert(!small.is_empty())
}
