// expect: round trips good
// expect: damage good
enum Shape {
    Circle(radius: float64)
    Group(name: string, parts: vector<Shape>)
    Empty
}

struct Record {
    id: int32
    flag: bool
    letter: char
    name: string
    shape: Shape
    maybe: int64?
    scores: map<string, vector<float64>>
    tags: set<int16>
    grid: [2][3]uint8
    pair: (int64, string)
    wait: duration
}

func next(seed: *uint64) uint64 {
    *seed = *seed *% 6364136223846793005 +% 1442695040888963407
    return *seed >> 33
}

func shape(seed: *uint64, depth: int64) Shape {
    return match next(seed) % 3 {
        0 => Shape.Circle(cast<float64>(next(seed) % 100) / 8.0)
        1 => {
            let parts: vector<Shape> = []
            if depth > 0 {
                for _ in 0..next(seed) % 4 { parts.push(shape(seed, depth - 1)) }
            }
            Shape.Group("group ${next(seed) % 10}", parts)
        }
        _ => Shape.Empty
    }
}

func record(seed: *uint64) Record {
    let scores: map<string, vector<float64>> = {}
    for i in 0..next(seed) % 5 { scores["s${i}"] = vector<float64>(cast<usize>(next(seed) % 4), 1.5) }
    let tags: set<int16> = {}
    for _ in 0..next(seed) % 5 { tags.insert(truncate<int16>(next(seed))) }
    let maybe: int64? = null
    if next(seed) % 2 == 0 { maybe = cast<int64>(next(seed)) }
    return Record{
        id: truncate<int32>(next(seed)), flag: next(seed) % 2 == 0, letter: 'é', name: "n".repeat(cast<usize>(next(seed) % 9)),
        shape: shape(seed, 3), maybe: maybe, scores: scores, tags: tags, grid: [[1, 2, 3], [4, 5, 6]], pair: (7, "x"), wait: 5_ms
    }
}

func main() {
    let seed: uint64 = 11
    for _ in 0..300 {
        let r = record(&seed)
        let bytes = serialize(r)
        let back: Record = deserialize(bytes)
        assert(back == r)
        assert(serialize(back) == bytes)
    }
    println("round trips good")
    // Any damage is an error or another value of the type, never a crash.
    let errors = 0
    for _ in 0..3000 {
        let bytes = serialize(record(&seed))
        match next(&seed) % 3 {
            0 => { bytes.truncate(cast<usize>(next(&seed)) % bytes.len()) }
            1 => {
                let i = 40 + cast<usize>(next(&seed)) % (bytes.len() - 40)
                bytes[i] = truncate<byte>(next(&seed))
            }
            _ => {
                // A length that lies.
                let i = 40 + cast<usize>(next(&seed)) % (bytes.len() - 48)
                for let k: usize = 0; k < 8; k++ { bytes[i + k] = 0xff }
            }
        }
        match try_deserialize<Record>(bytes) {
            ok(r) => assert(r.name.len() < 100000)
            err(e) => {
                errors++
                assert(e.code == InvalidFrame || e.code == Truncated)
            }
        }
    }
    assert(errors > 1000)
    println("damage good")
}
