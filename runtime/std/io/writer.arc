namespace io

struct _WriterCell<W> {
    sink: W
    buffer: vector<byte>
    capacity: usize
}

/// Writes to a sink through a buffer. `flush` writes out what is held back, and says whether that failed; when the last
/// copy of the writer dies it is written out, too, but nobody hears of failures then. Copies are the same writer.
struct BufferedWriter<W> {
    _cell: *_WriterCell<W>

    init(self w: *BufferedWriter<W>, sink: W, capacity: usize = _BUFFER) {
        let cell = _WriterCell<W>{sink: sink, capacity: max(capacity, 16)}
        cell.buffer.reserve(cell.capacity)
        let block = arc_rt_alloc(8 + @sizeof(_WriterCell<W>))
        @ptr_cast<uint64>(block)[0] = 1
        w._cell = @ptr_cast<_WriterCell<W>>(block + 8)
        @init(w._cell, cell)
    }

    @copy_hook
    func _copied(self w: *BufferedWriter<W>) { @retain(w._cell) }

    drop(self w: *BufferedWriter<W>) {
        if @release(w._cell) {
            defer arc_rt_free(@ptr_cast<byte>(w._cell) - 8, 8 + @sizeof(_WriterCell<W>))
            defer @drop_at(w._cell)
            let _ = _flush_cell(w._cell)
        }
    }

    /// The sink. What is in the buffer has not been written to it yet.
    func sink(self w: BufferedWriter<W>) *W { return &w._cell.sink }

    /// How many bytes are held back.
    func buffered(self w: BufferedWriter<W>) usize { return w._cell.buffer.len() }

    /// Writes bytes (a vector or slice) or a string. What is larger than the buffer goes past it.
    func write<B>(self w: BufferedWriter<W>, data: B) void! {
        let n = data.len()
        if n > w._cell.capacity - w._cell.buffer.len() {
            _flush_cell(w._cell)?
            if n >= w._cell.capacity {
                w._cell.sink.write(slice_of_pointer(data.pointer(), n))?
                return
            }
        }
        w._cell.buffer.extend(slice_of_pointer(data.pointer(), n))
    }

    /// Writes one byte.
    func write_byte(self w: BufferedWriter<W>, b: byte) void! {
        if w._cell.buffer.len() == w._cell.capacity { _flush_cell(w._cell)? }
        w._cell.buffer.push(b)
    }

    /// Writes a text and a line end.
    func write_line(self w: BufferedWriter<W>, text: string) void! {
        w.write(text)?
        w.write_byte('\n')?
    }

    /// Writes values as `print` does, with spaces between them.
    func print(self w: BufferedWriter<W>, values...) void! {
        comptime for i, value in values {
            comptime if i > 0 { w.write_byte(' ')? }
            w.write(text_of(value))?
        }
    }

    /// Writes values as `println` does, with spaces between them and a line end.
    func println(self w: BufferedWriter<W>, values...) void! {
        w.print(values...)?
        w.write_byte('\n')?
    }

    /// Writes out what is held back.
    func flush(self w: BufferedWriter<W>) void! { _flush_cell(w._cell)? }
}

/// What could not be written, because of an error or a panic of the sink, stays in the buffer no longer: trying again could
/// write a part of it twice.
func _flush_cell<W>(cell: *_WriterCell<W>) void! {
    if cell.buffer.is_empty() { return }
    defer cell.buffer.clear()
    cell.sink.write(slice_of_pointer(cell.buffer.pointer(), cell.buffer.len()))?
}

/// A sink that keeps the bytes in memory.
struct BytesWriter {
    data: vector<byte>

    /// Adds bytes (a vector or slice) or a string.
    func write<B>(self w: *BytesWriter, data: B) void! { w.data.extend(slice_of_pointer(data.pointer(), data.len())) }

    /// The bytes as text; an error when they are not UTF-8.
    func to_text(self w: BytesWriter) string! { return string_from_utf8(w.data) }
}

/// A sink that counts bytes and throws them away.
struct Discard {
    count: uint64

    /// Counts the bytes.
    func write<B>(self w: *Discard, data: B) void! { w.count += cast<uint64>(data.len()) }
}
