namespace core

// The functions of the runtime that std/core is built on (runtime/core/contract.h says more).
extern "C" {
    func arc_rt_alloc(size: usize) *byte
    func arc_rt_free(block: *byte, size: usize)
    func arc_rt_realloc(block: *byte, old_size: usize, new_size: usize) *byte
    func arc_rt_forget(block: *byte)
    func arc_rt_good_size(size: usize) usize

    func arc_rt_panic(message: *byte, length: usize) never
    func arc_rt_panic_slice(low: int64, high: int64, length: usize) never
    func arc_rt_panic_unwrap() never

    func arc_rt_stdout_write(data: *byte, length: usize)
    func arc_rt_stdout_flush()
    func arc_rt_stderr_write(data: *byte, length: usize)

    func arc_rt_format_f64(value: float64, buffer: *byte, capacity: usize, mode: int32, precision: int32) usize
    func arc_rt_format_f32(value: float32, buffer: *byte, capacity: usize, mode: int32, precision: int32) usize
    func arc_rt_parse_f64(text: *byte, length: usize, value: *float64) int64
}

// A buffer holds the elements of a vector, the bytes of a string or builder, or what a slice looks at.
// It is a counted object with two words in front of its header:
//
//   | initialized: 8 | capacity: 8 | count: 4  meta: 4 | elements …
//   ^ block          ^ p - 16      ^ p - 8            ^ p
//
// `capacity` counts elements. `initialized` counts the elements to drop when a slice is the last owner; it is
// written when a slice is made, since from then on nobody changes the elements while the slice lives.
const _BUFFER_HEADER: usize = 24

/// Bytes of a buffer for `count` elements of `size` bytes; more than there can be when no word holds the product.
@inline
func _buffer_bytes(count: usize, size: usize) usize { return _BUFFER_HEADER +| count *| size }

/// Allocates a buffer for `count` elements of `size` bytes with one reference.
@inline
func _new_buffer(count: usize, size: usize) *byte {
    let block = arc_rt_alloc(_buffer_bytes(count, size))
    let words = @ptr_cast<usize>(block)
    words[0] = 0
    words[1] = count
    words[2] = 1
    return block + _BUFFER_HEADER
}

/// Like `_new_buffer`, with all the room that the allocator gives anyway.
func _new_roomy_buffer(count: usize, size: usize) *byte {
    let bytes = arc_rt_good_size(_buffer_bytes(count, size))
    let capacity = count
    if size != 0 && (bytes - _BUFFER_HEADER) / size > count { capacity = (bytes - _BUFFER_HEADER) / size }
    return _new_buffer(capacity, size)
}

@inline
func _buffer_capacity(p: *byte) usize { return @ptr_cast<usize>(p - 16)[0] }

@inline
func _buffer_initialized(p: *byte) usize { return @ptr_cast<usize>(p - 24)[0] }

@inline
func _set_buffer_initialized(p: *byte, count: usize) { @ptr_cast<usize>(p - 24)[0] = count }

/// Frees the memory; the elements are dropped already.
func _free_buffer(p: *byte, size: usize) {
    arc_rt_free(p - _BUFFER_HEADER, _BUFFER_HEADER + _buffer_capacity(p) * size)
}

/// Changes the room of a buffer that has one reference. Elements move bit by bit.
@noinline
func _resize_buffer(p: *byte, count: usize, size: usize) *byte {
    let old_bytes = _BUFFER_HEADER + _buffer_capacity(p) * size
    let block = arc_rt_realloc(p - _BUFFER_HEADER, old_bytes, _buffer_bytes(count, size))
    @ptr_cast<usize>(block)[1] = count
    return block + _BUFFER_HEADER
}

/// The capacity to choose when `needed` elements must fit and `old` did: twice, above 1 MiB one and a half.
func _grown_capacity(old: usize, needed: usize, size: usize) usize {
    let wanted = old * 2
    if old * size > 1_MB { wanted = old + old / 2 }
    if wanted < needed { wanted = needed }
    if wanted < 4 { wanted = 4 }
    if size != 0 {
        let roomy = (arc_rt_good_size(_buffer_bytes(wanted, size)) - _BUFFER_HEADER) / size
        if roomy > wanted { wanted = roomy }
    }
    return wanted
}

/// Drops `count` elements that start at `p`; when the `drop` of one panics, the others nevertheless.
@inline
func _drop_elements<T>(p: *T, count: usize) {
    comptime if @is_trivial(T) {
    } else comptime if @ends_unseen(T) {
        for let i: usize = 0; i < count; i++ { @drop_at(p + i) }
    } else {
        let i: usize = 0
        defer {
            for i < count {
                i = i +% 1
                @drop_at(p + (i -% 1))
            }
        }
        for i < count {
            i = i +% 1
            @drop_at(p + (i -% 1))
        }
    }
}

/// Copies `count` elements to uninitialized memory: all of them, or none when a copy panics.
@inline
func _copy_elements<T>(to: *T, from: *T, count: usize) {
    comptime if @is_trivial(T) {
        @memcpy(to, from, count *% @sizeof(T))
    } else {
        let done: usize = 0
        defer { if done != count { _drop_elements(to, done) } }
        for done < count {
            @copy_at(to + done, from + done)
            done = done +% 1
        }
    }
}

/// Copies `count` elements into a buffer that nobody else has yet, and gives it; frees it when a copy panics.
@inline
func _filled<T>(fresh: *byte, from: *T, count: usize) *T {
    let to = @ptr_cast<T>(fresh)
    let whole = false
    defer { if !whole { _free_buffer(fresh, @sizeof(T)) } }
    _copy_elements(to, from, count)
    whole = true
    return to
}

/// Ends the program, or the task, thread or process that it runs in, with `message` and a stack trace.
@lang("panic")
@inline
@cold
@hidden
func panic(message: string) never { arc_rt_panic(message._data, message._len) }

@cold
@noinline
@hidden
func _panic_slice(low: usize, high: usize, length: usize) never {
    arc_rt_panic_slice(bitcast<int64>(low), bitcast<int64>(high), length)
}
