// The environment of a closure ends: when the `drop` of a capture panics, the other captures end too, and so does the
// environment.
// expect: 3 ways, 16 panics
import "std/testing"

struct Bomb {
    held: testing.Tracked
    fuse: *testing.Fuse

    drop(self b: *Bomb) { b.fuse.step() }
}

// Nobody else has what the closure has captured.
func held(bomb: func(int64) Bomb, count: int64) func() int64 {
    let a = bomb(1)
    let text = "text ${count}"
    let b = bomb(2)
    if count == 2 { return || a.held.key + b.held.key + cast<int64>(text.len()) }
    let items = [bomb(3), bomb(4)]
    let inner = held(bomb, 2)
    return || a.held.key + inner() + b.held.key + items[1].held.key
}

func main() {
    let ways = 0
    let panics: int64 = 0
    let w = &ways
    let n = &panics
    let check = |body: func(*testing.Fuse, func(int64) Bomb)| {
        *w += 1
        *n += testing.each_panic(|f, t| body(f, |key| Bomb{held: testing.Tracked(key, t), fuse: f}))
    }
    check(|_f, bomb| {
        let f = held(bomb, 2)
        assert(f() == 9)
    })
    check(|_f, bomb| {
        let f = held(bomb, 4)
        assert(f() == 16)
    })
    check(|_f, bomb| {
        let both = [held(bomb, 2), held(bomb, 4)]
        assert(both[0]() + both[1]() == 25)
    })
    println("${ways} ways, ${panics} panics")
}
