namespace io

import "std/fs"
import "std/rand"

/// Gives a few bytes at a time, as pipes do, and fails at the end if asked to.
struct _Slow {
    data: vector<byte>
    at: usize
    step: usize = 1
    fails: bool

    func read_into(self s: *_Slow, to: *byte, capacity: usize) usize! {
        let n = min(min(capacity, s.step), s.data.len() - s.at)
        if n == 0 && s.fails { return error("broken", code: 5) }
        @memcpy(to, s.data.pointer() + s.at, n)
        s.at += n
        return n
    }
}

test "lines however they arrive" {
    let text = "first\nsecond\r\n\nlast é"
    for step in [1, 2, 3, 7, 100] {
        for capacity in [1, 16, 64_KB] {
            let r = BufferedReader<_Slow>(_Slow{data: text.to_vector(), step: cast<usize>(step)},
                capacity: cast<usize>(capacity))
            let lines: vector<string> = []
            for let line = r.read_line()? { lines.push(line) }
            assert(lines == ["first", "second", "", "last é"] && r.read_line()?.is_null() && r.is_at_end()?)
        }
    }
    let all: vector<string> = []
    for line in text_reader("a\nb\n").lines() { all.push(line) }
    assert(all == ["a", "b"] && text_reader("").read_line()?.is_null() && text_reader("\n").read_line()?! == "")
    let invalid: vector<byte> = ['a', 0xFF, '\n', 'b']
    let r = BufferedReader<BytesReader>(BytesReader(invalid))
    assert(r.read_line()?! == "a\u{FFFD}" && r.read_line()?! == "b")
}

test "views of the buffer stay what they are" {
    let r = BufferedReader<_Slow>(_Slow{data: "aa,bb,cc,dddddddddddddddddddddddddddd,e".to_vector(), step: 5}, capacity: 16)
    let parts: vector<[]byte> = []
    for let part = r.read_until(',')? { parts.push(part) }
    assert(parts.map(|p| string_from_utf8(p)!) == ["aa,", "bb,", "cc,", "dddddddddddddddddddddddddddd,", "e"])
}

test "bytes, looks ahead, skips" {
    let r = BufferedReader<_Slow>(_Slow{data: "0123456789".to_vector(), step: 3}, capacity: 16)
    assert(r.peek(4)? == "0123".bytes())
    assert(r.read_byte()?! == '0')
    assert(r.read(2)? == "12".to_vector())
    assert(r.skip(3)? == 3)
    assert(!r.is_at_end()?)
    assert(r.peek(100)? == "6789".bytes() && r.read_exact(2)? == "67".to_vector())
    if let err(e) = r.read_exact(5) {
        assert(e.code == Truncated && e.message == "the input ends after 2 of 5 bytes")
    } else {
        panic("no error")
    }
    assert(r.read_byte()?.is_null() && r.skip(5)? == 0 && r.read(5)?.is_empty() && r.peek(1)?.is_empty())
}

test "errors of the source come out" {
    let r = BufferedReader<_Slow>(_Slow{data: "ab".to_vector(), fails: true})
    assert(r.read_byte()?! == 'a')
    if let err(e) = r.read_all() { assert(e.code == 5) } else { panic("no error") }
    let n = 0
    for _ in BufferedReader<_Slow>(_Slow{data: "a\nb\n".to_vector(), fails: true}).lines() { n += 1 }
    assert(n == 2)
}

test "random pieces of a large stream" {
    let r = rand.Rng(seed: 1)
    let data = r.bytes(300_000)
    for capacity in [16, 1000, 64_KB] {
        let source = BufferedReader<_Slow>(_Slow{data: data, step: 777}, capacity: cast<usize>(capacity))
        let at: usize = 0
        for at < data.len() {
            let n = cast<usize>(r.below(3000))
            match r.below(4) {
                0 => {
                    let part = source.read_exact(min(n, data.len() - at))?
                    assert(part == data[at..at + part.len()].to_vector())
                    at += part.len()
                }
                1 => {
                    let view = source.peek(n)?
                    assert(view == data[at..min(at + n, data.len())])
                }
                2 => at += source.skip(n)?
                _ => {
                    let part = source.read_until(cast<byte>(n & 255))? ?? break
                    assert(part == data[at..at + part.len()])
                    at += part.len()
                }
            }
        }
        assert(source.is_at_end()?)
    }
}

test "writing through a buffer" {
    let w = BufferedWriter<BytesWriter>(BytesWriter{}, capacity: 16)
    w.write("hello")?
    assert(w.buffered() == 5 && w.sink().data.is_empty())
    w.write(", ".bytes())?
    let copy = w
    copy.write_line("world")?
    assert(w.buffered() == 13)
    w.write("0123")?
    assert(w.sink().data.len() == 13 && w.buffered() == 4)
    w.write("a text that is longer than the buffer")?
    w.print(1, "two", [3])?
    w.println()?
    w.println("end")?
    w.flush()?
    assert(w.sink().to_text()? == "hello, world\n0123a text that is longer than the buffer1 two [3]\nend\n")
    assert(w.buffered() == 0)
}

test "a writer that dies writes out" {
    let folder = fs.temporary_directory()?
    let name = folder.join("out")
    if true {
        let w = BufferedWriter<fs.File>(fs.create(name)?)
        for i in 0..20_000 { w.println(i)? }
        assert(fs.info(name)?.size < 108_890)
    }
    let r = BufferedReader<fs.File>(fs.open(name)?)
    let n = 0
    for line in r.lines() {
        assert(line == "${n}")
        n += 1
    }
    assert(n == 20_000)
}

struct _Full {
    left: usize

    func write<B>(self f: *_Full, data: B) void! {
        if data.len() > f.left { return error("full", code: 28) }
        f.left -= data.len()
    }
}

test "errors of the sink come out, once" {
    let w = BufferedWriter<_Full>(_Full{left: 10}, capacity: 16)
    w.write("0123456789ab")?
    if let err(e) = w.flush() { assert(e.code == 28) } else { panic("no error") }
    w.flush()?
    w.write("0123456789")?
    w.flush()?
    assert(w.sink().left == 0)
}

test "copying, limits, chains, tees" {
    let data = rand.Rng(seed: 2).bytes(200_000)
    let from = BytesReader(data)
    let to = BytesWriter{}
    assert(copy(&from, &to)? == 200_000 && to.data == data && from.remaining() == 0)
    let chained = Chained<Limited<BytesReader>, BytesReader>{first: Limited<BytesReader>{source: BytesReader("abcdef".bytes()), left: 3}, second: BytesReader("xyz".bytes())}
    let r = BufferedReader<Chained<Limited<BytesReader>, BytesReader>>(chained)
    assert(r.read_to_string()? == "abcxyz")
    let tee = BufferedReader<Tee<BytesReader, BytesWriter>>(Tee<BytesReader, BytesWriter>{source: BytesReader("seen".bytes()), sink: BytesWriter{}})
    assert(tee.read_to_string()? == "seen" && tee.source().sink.to_text()? == "seen")
    let nowhere = Discard{}
    let again = BytesReader(data)
    let _ = copy(&again, &nowhere)?
    assert(nowhere.count == 200_000)
    let error_stream = stderr()
    let nothing: vector<byte> = []
    error_stream.write(nothing)?
    stdout().write("")?
}
