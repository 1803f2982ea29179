// expect: same
// The map against a plain list, through many random operations.
struct Model {
    keys: vector<int64>
    values: vector<string>

    func find(self m: *Model, key: int64) int64 {
        for i, k in m.keys {
            if k == key { return cast<int64>(i) }
        }
        return -1
    }

    func set(self m: *Model, key: int64, value: string) {
        let i = m.find(key)
        if i >= 0 {
            m.values[i] = value
        } else {
            m.keys.push(key)
            m.values.push(value)
        }
    }

    func remove(self m: *Model, key: int64) string? {
        let i = m.find(key)
        if i < 0 { return null }
        m.keys.remove(cast<usize>(i))
        return m.values.remove(cast<usize>(i))
    }
}

func check(m: map<int64, string>, model: Model) {
    assert(m.keys() == model.keys)
    assert(m.values() == model.values)
    assert(m.len() == model.keys.len())
}

func main() {
    let m: map<int64, string> = {}
    let model = Model{}
    let seed: uint64 = 42
    let snapshots: vector<map<int64, string>> = []
    let snapshot_models: vector<Model> = []
    for step in 0..6000 {
        seed = seed *% 6364136223846793005 +% 1442695040888963407
        let r = seed >> 33
        // Few keys, so that removal and insertion meet; the phases grow and shrink.
        let key = cast<int64>(r % 97)
        let shrink = (step / 500) % 2 == 1
        let what = (r >> 16) % 10
        if (what < 6) != shrink {
            let value = "v${step}"
            m[key] = value
            model.set(key, value)
        } else {
            assert(m.remove(key) == model.remove(key))
        }
        if step % 500 == 250 {
            snapshots.push(m)
            snapshot_models.push(model)
        }
        if step % 10 == 0 { check(m, model) }
        assert(m.contains(key) == (model.find(key) >= 0))
    }
    for i in 0..snapshots.len() { check(snapshots[i], snapshot_models[i]) }
    println("same")
}
