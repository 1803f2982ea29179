namespace io

// Sources and sinks that panic.

import "std/testing"

struct _Source {
    held: testing.Tracked
    fuse: *testing.Fuse
    left: usize

    func read_into(self s: *_Source, to: *byte, capacity: usize) usize! {
        s.fuse.step()
        let n = min(min(capacity, s.left), 7)
        for i in 0..n { to[i] = if (s.left - i) % 10 == 0 { 10 } else { 'a' } }
        s.left -= n
        return n
    }
}

struct _Sink {
    held: testing.Tracked
    fuse: *testing.Fuse
    taken: *vector<byte>

    func write<B>(self s: *_Sink, data: B) void! {
        s.fuse.step()
        s.taken.extend(slice_of_pointer(data.pointer(), data.len()))
    }
}

test "a source that panics" {
    let rounds = testing.each_panic(|f, t| {
        let r = BufferedReader<_Source>(_Source{held: testing.Tracked(1, t), fuse: f, left: 95}, capacity: 16)
        let p = &r
        let lines: vector<string> = []
        let l = &lines
        let message = testing.panics(|| {
            for let line = p.read_line()! { l.push(line) }
        })
        // What was not read before can still be read.
        for let line = r.read_line()! { lines.push(line) }
        assert(lines.len() == 10 && lines[0].len() == 5 && lines[9].len() == 9)
        if let text = message { panic(text) }
        let again = BufferedReader<Limited<_Source>>(Limited<_Source>{source: _Source{held: testing.Tracked(2, t), fuse: f, left: 200}, left: 60})
        assert(again.read_exact(10)!.len() == 10 && again.peek(3)!.len() == 3 && again.read_all()!.len() == 50)
    })
    assert(rounds > 14)
}

test "a sink that panics" {
    let rounds = testing.each_panic(|f, t| {
        let taken: vector<byte> = []
        let p = &taken
        let message = testing.panics(|| {
            let w = BufferedWriter<_Sink>(_Sink{held: testing.Tracked(1, t), fuse: f, taken: p}, capacity: 16)
            let copy = w
            for i in 0..20 { copy.println("line", i)! }
            w.write("x".repeat(100))!
            w.write_byte('y')!
            // The rest is written when the writer dies.
        })
        // Nothing is written twice.
        let text = string_from_utf8(taken)!
        for i in 0..20 { assert(text.split("line ${i}\n").len() <= 2) }
        if let words = message { panic(words) }
        assert(text.ends_with("xxy") && text.contains("line 19"))
    })
    assert(rounds > 10)
}

test "a source that claims too much" {
    let message = testing.panics(|| {
        let r = BufferedReader<_Boaster>(_Boaster{})
        let _ = r.read_line()
    })
    testing.contains(message!, "were asked for")
}

struct _Boaster {
    func read_into(self _b: *_Boaster, _to: *byte, capacity: usize) usize! { return capacity + 1 }
}
