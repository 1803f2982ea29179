// expect: true false true
// expect: true true
// expect: 3 {1.0: "b"}
// expect: true
struct Point {
    x: int64
    y: int64
}

enum Key {
    Name(text: string)
    Number(n: int64)
}

func main() {
    println(hash_of("abc") == hash_of("ab" + "c"), hash_of("abc") == hash_of("abd"), hash_of((1, "a")) == hash_of((1, "a")))
    println(hash_of([1, 2]) == hash_of([1, 2]), hash_of(Point{x: 1, y: 2}) != hash_of(Point{x: 2, y: 1}))
    let m: map<Key, int64> = {}
    m[Key.Name("a")] = 1
    m[Key.Number(1)] = 2
    m[Key.Name("a")] += 2
    let floats = {0.5 + 0.5: "a"}
    floats[1.0] = "b"
    println(m[Key.Name("a")], floats)
    // Hashes spread: 10000 keys fall into most of 4096 places.
    let places: set<uint64> = {}
    for i in 0..10000 { places.insert(hash_of(i) % 4096) }
    println(places.len() > 3500)
}
