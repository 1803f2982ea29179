namespace compute

// The child's side. The compiler's entry of a compute site calls `_decode_args`, the body, and `_send_result` or `_send_void`.

/// The arguments as the tuple `A` of the body's parameters. A pointer followed by a `usize` leads to elements that live until
/// the process ends. Bytes that do not fit end the process with exit code 64 before any user code runs.
@lang("decode_args")
func _decode_args<A>(bytes: *byte, len: usize) A {
    let r = _Reader{data: bytes, length: len}
    if !_validate_args<A>(&r) || r.at != r.length { arc_rt_compute_bad_arguments() }
    r.at = 0
    let room: [16]uint64        // a place without a value, without heap for most
    let place = @ptr_cast<A>(&room[0])
    if @sizeof(A) > 128 { place = @ptr_cast<A>(arc_rt_alloc(@sizeof(A))) }
    let counted = false
    let count: usize = 0
    comptime for f in @fields(A) {
        comptime if @kind(@fieldtype(f)) == "pointer" {
            count = cast<usize>(r.take<uint64>())
            r.at = _aligned(r.at)
            @init(&place.@field(f), _decode_elements<@element(@fieldtype(f))>(&r, count))
            counted = true
        } else comptime if @fieldtype(f) == usize {
            if counted { @init(&place.@field(f), count) } else { _decode_at(&r, &place.@field(f)) }
            counted = false
        } else {
            _decode_at(&r, &place.@field(f))
            counted = false
        }
    }
    let args = @take(place)
    if @sizeof(A) > 128 { arc_rt_free(@ptr_cast<byte>(place), @sizeof(A)) }
    return args
}

func _validate_args<A>(r: *_Reader) bool {
    let counted = false
    comptime for f in @fields(A) {
        comptime if @kind(@fieldtype(f)) == "pointer" {
            if let n = r.length_up_to(1) {
                let start = _aligned(r.at)
                if start > r.length { return false }
                r.at = start
                comptime if @is_bits(@element(@fieldtype(f))) {
                    if n > r.left() / @sizeof(@element(@fieldtype(f))) { return false }
                    r.at += n * @sizeof(@element(@fieldtype(f)))
                } else {
                    if !_validate_many<@element(@fieldtype(f))>(r, n) { return false }
                }
            } else {
                return false
            }
            counted = true
        } else {
            if !counted {
                if !_validate<@fieldtype(f)>(r) { return false }
            }
            counted = false
        }
    }
    return true
}

/// The address of `n` elements: where they lie when they are plain, else in memory that lives until the process ends.
func _decode_elements<E>(r: *_Reader, n: usize) *E {
    comptime if @is_bits(E) {
        let data = @ptr_cast<E>(r.data + r.at)
        r.at = r.at +% n *% @sizeof(E)
        return data
    } else {
        let data = @ptr_cast<E>(arc_rt_alloc(n * @sizeof(E)))
        for let i: usize = 0; i < n; i++ { _decode_at(r, data + i) }
        return data
    }
}

/// Called when the body is done: drops what `_decode_args` made behind pointers. The arguments themselves are dropped by the
/// entry.
@lang("release_args")
func _release_args<A>(args: *A) {
    let count: usize = 0
    comptime for f in @fields(A) {
        comptime if @kind(@fieldtype(f)) == "pointer" {
            comptime if !@is_bits(@element(@fieldtype(f))) {
                comptime for g in @fields(A) {
                    comptime if @fieldtype(g) == usize {
                        if g.index == f.index + 1 { count = args.@field(g) }
                    }
                }
                let data = args.@field(f)
                for let i: usize = 0; i < count; i++ { @drop_at(data + i) }
                arc_rt_free(@ptr_cast<byte>(data), count * @sizeof(@element(@fieldtype(f))))
            }
        }
    }
}

const _SMALL_RESULT: usize = 128

/// Sends the body's result to the parent.
@lang("send_result")
func _send_result<R>(sink: *byte, r: R) {
    let length = _measure(0, r)
    // A child that has not touched the heap yet saves three page faults and a system call.
    if length <= _SMALL_RESULT {
        let small: [128]byte
        _encode(&small[0], r)
        arc_rt_compute_result(sink, &small[0], length)
        return
    }
    let block = arc_rt_alloc(length)
    _encode(block, r)
    arc_rt_compute_result(sink, block, length)
    arc_rt_free(block, length)
}

/// Tells the parent that a body without result is done.
@lang("send_void")
func _send_void(sink: *byte) { arc_rt_compute_result(sink, sink, 0) }
