// expect: true true
// expect: true true true
// expect: true true
// expect: true
// What the allocator says of itself, also of blocks that other threads made.
import "std/runtime"

func items(n: int64) vector<string> {
    let out: vector<string> = []
    for i in 0..n { out.push("item number ${i} of many") }
    return out
}

func main() {
    let before = runtime.memory_statistics()
    let many = items(100_000)
    let full = runtime.memory_statistics()
    println(full.live_objects > before.live_objects + 100_000, full.live_objects == runtime.live_objects())
    // A text of 20 bytes and more with its header, and the vector of them.
    println(full.live_bytes > before.live_bytes + 100_000 * (20 + 16 + 24), full.mapped_bytes >= full.live_bytes, many.len() == 100_000)
    many.clear()
    many = []
    let after = runtime.memory_statistics()
    println(after.live_objects == before.live_objects, after.live_bytes == before.live_bytes)
    let total: usize = 0
    for _round in 0..10 {
        let t = thread func(n: int64) vector<string> { return items(n) }(ThreadConfig{}, 10_000)
        total += t.join().len()
    }
    println(total == 100_000 && runtime.live_objects() <= before.live_objects + 1)
}
