// Many threads read, keep, pass on and drop one `Shared` and parts of it, while others make and end theirs; values go round a ring of threads.
// expect: readers: 8 of 8
// expect: left over: 800 parts of 40
// expect: last one out: 40 rounds
// expect: ring: 60000
// expect: pointers: 2
struct Entry {
    name: string
    tags: vector<string>
    next: Link
    more: Shared<vector<int64>>
}

enum Link {
    None
    To(name: string, rest: Link)
}

struct Guarded {
    name: string

    drop(self _g: *Guarded) {}
}

type Table = map<string, Entry>

func link(n: int64) Link { return if n == 0 { Link.None } else { Link.To("link ${n}", link(n - 1)) } }

func table(n: int64) Shared<Table> {
    let out: Table = {}
    for i in 0..n {
        out["key ${i}"] = Entry{name: "entry ${i}", tags: ["a${i}", "b${i}", "c"], next: link(i % 5), more: Shared<vector<int64>>([i, i + 1])}
    }
    return Shared<Table>(out)
}

func read(t: Shared<Table>, seed: int64) vector<string> {
    let kept: vector<string> = []
    for round in 0..200 {
        let key = "key ${(seed * 7 + round * 13) % 40}"
        let copy = t
        let entry = copy.get()[key]
        // A copy of one's own, which changes.
        let tags = entry.tags
        tags.push(entry.name)
        assert(tags.len() == 4 && entry.tags.len() == 3 && entry.more.get()[1] == entry.more.get()[0] + 1)
        let at = entry.next
        for let Link.To(name, rest) = at {
            assert(name.starts_with("link"))
            at = rest
        }
        if round % 2 == 0 { kept.push(tags[round % 4]) }
        if round % 50 == 0 {
            let all = copy.get()
            all.remove(key)
            all["new"] = entry
            assert(all.len() == 40 && copy.read(|m| m.len()) == 40)
        }
    }
    return kept
}

func main() {
    let shared = table(40)
    let readers: vector<thread<vector<string>>> = []
    for i in 0..8 {
        readers.push(thread func(t: Shared<Table>, seed: int64) vector<string> { return read(t, seed) }(ThreadConfig{}, shared, i))
    }
    let size = shared.read(|t| t.len())
    // The threads may be the last to have it.
    shared = table(1)
    let parts: vector<string> = []
    let done = 0
    for r in readers {
        parts.extend(r.join())
        done += 1
    }
    println("readers: ${done} of 8")
    println("left over: ${parts.len()} parts of ${size}")

    // Who comes last ends it: all drop at about the same time.
    let rounds = 0
    for _ in 0..40 {
        let one = Shared<vector<Guarded>>([Guarded{name: "x" + "${rounds}"}, Guarded{name: "y" + "${rounds}"}])
        let gate: int64 = 0
        let p = &gate
        let ends: vector<thread<usize>> = []
        for _ in 0..4 {
            ends.push(thread func(s: Shared<vector<Guarded>>, gate: *int64) usize {
                let mine = s.get()[1]
                let again = s
                @atomic_add(gate, 1)
                for @atomic_load(gate) < 4 {}
                return mine.name.len() + again.get()[0].name.len()
            }(ThreadConfig{}, one, p))
        }
        one = Shared<vector<Guarded>>([])
        for e in ends { assert(e.join() >= 4) }
        rounds += 1
    }
    println("last one out: ${rounds} rounds")

    // Values that change on their way.
    let work = (0..200).to_vector().map(|i| ["w${i}"])
    for lap in 0..3 {
        let steps: vector<thread<vector<vector<string>>>> = []
        for k in 0..4 {
            let part = work[k * 50..k * 50 + 50].to_vector()
            steps.push(thread func(part: vector<vector<string>>, lap: int64) vector<vector<string>> {
                let out = part
                for i in 0..out.len() { for j in 0..lap * 50 + 50 { out[i].push("${j}") } }
                return out
            }(ThreadConfig{}, part, lap))
        }
        work = steps.map(|s| s.join()).concat()
    }
    println("ring: ${work.map(|w| cast<int64>(w.len()) - 1).sum()}")

    let n: int64 = 1
    let add = thread func(p: *int64) { *p += 1 }(ThreadConfig{}, &n)
    add.join()
    println("pointers: ${n}")
}
