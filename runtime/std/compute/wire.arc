namespace compute

import "std/os"

// Frames: a header of 40 bytes, then the payload. runtime/core/contract.h has the normative form.
//
//   0 "ARCW" | 4 version:2 | 6 kind:2 | 8 build id:16 | 24 fingerprint:8 | 32 length:8 | 40 payload …
//
// A program sends arguments only to itself, so the build id of arguments and results must agree; the fingerprint of the
// types is checked besides, so that values can be kept in files and read by later builds.

extern "C" {
    func arc_rt_alloc(size: usize) *byte
    func arc_rt_free(block: *byte, size: usize)
    func arc_rt_program_build_id() *byte
    func arc_rt_compute_result(sink: *byte, bytes: *byte, length: usize)
    func arc_rt_compute_bad_arguments() never
}

const _HEADER_SIZE: usize = 40
const _WIRE_VERSION: uint16 = 1

const _FRAME_VALUE: uint16 = 0
const _FRAME_ARGUMENTS: uint16 = 1
const _FRAME_RESULT: uint16 = 2
const _FRAME_PANIC: uint16 = 3

@inline
func _put<T>(to: *byte, value: T) {
    let x = value
    @memcpy(to, &x, @sizeof(T))
}

@inline
func _get<T>(from: *byte) T {
    let x = @zero_value<T>()
    @memcpy(&x, from, @sizeof(T))
    return x
}

func _put_header(to: *byte, kind: uint16, fingerprint: uint64, length: usize) {
    let magic = "ARCW"
    @memcpy(to, magic.pointer(), 4)
    _put<uint16>(to + 4, _WIRE_VERSION)
    _put<uint16>(to + 6, kind)
    @memcpy(to + 8, arc_rt_program_build_id(), 16)
    _put<uint64>(to + 24, fingerprint)
    _put<uint64>(to + 32, cast<uint64>(length))
}

/// The values as bytes: a header that names their types and this build, then each value. Given as arguments to a child they
/// reach its body; `deserialize` gives them back (as a tuple when there are several).
///
/// A pointer directly followed by a `usize` travels as that many elements.
@lang("serialize")
func serialize(args...) vector<byte> {
    let length = _measure_pack(args...)
    let out: vector<byte> = []
    out.resize_uninitialized(_HEADER_SIZE + length)
    let data = out.pointer()
    let fingerprint: uint64 = 0         // that of no values
    comptime if args.len != 0 { fingerprint = @fingerprint(@pack_type(args)) }
    _put_header(data, _FRAME_ARGUMENTS, fingerprint, length)
    _encode_pack(data + _HEADER_SIZE, args...)
    return out
}

/// The bytes of the running program's file, as `@self_binary()` gives them in the `init` of a template: what another host
/// needs to run an entry of this program. They are those of the program that runs, even when its file was replaced.
@lang("self_binary")
func _self_binary() vector<byte> {
    let file = os.open_self()!
    return file.contents()!
}

/// The value of a frame; panics with the child's report when it is one of a panic, and with the reason when the bytes are
/// no frame of this type. `try_deserialize` gives an error.
func deserialize<T>(bytes: vector<byte>) T {
    return try_deserialize<T>(bytes)!
}

/// The value of a frame, or an error with the code `Panicked`, `Truncated` or `InvalidFrame`. Bytes from anywhere are safe to
/// give: they are checked whole before a value is made of them.
func try_deserialize<T>(bytes: vector<byte>) T! {
    return _value_of<T>(bytes.pointer(), bytes.len())
}

/// The value of the frame at `data`.
func _value_of<T>(data: *byte, length: usize) T! {
    let reader = _open_frame(data, length, @fingerprint(T))?
    let fits = _validate<T>(&reader)
    if !fits && reader.depth >= _MAX_DEPTH {
        return error("the value is nested more than ${_MAX_DEPTH} levels deep", code: InvalidFrame)
    }
    if !fits || reader.at != reader.length {
        return error("the bytes do not fit ${@name_of(T)} (at byte ${reader.at} of ${reader.length})", code: InvalidFrame)
    }
    reader.at = 0
    return _decode<T>(&reader)
}

/// Checks a header and gives a reader of the payload.
func _open_frame(data: *byte, length: usize, fingerprint: uint64) _Reader! {
    if length == 0 { return error("the message is empty", code: Truncated) }
    let magic = "ARCW"
    let known: usize = 4
    if length < 4 { known = length }
    if @memcmp(data, magic.pointer(), known) != 0 { return error("these bytes are no Arc message", code: InvalidFrame) }
    if length < _HEADER_SIZE {
        return error("truncated message: a header of 40 bytes was expected, ${length} came", code: Truncated)
    }
    let version = _get<uint16>(data + 4)
    if version != _WIRE_VERSION {
        return error("the message has wire version ${version}, this program understands ${_WIRE_VERSION}", code: InvalidFrame)
    }
    let kind = _get<uint16>(data + 6)
    let payload = _get<uint64>(data + 32)
    let have = cast<uint64>(length - _HEADER_SIZE)
    if have < payload { return error("truncated message: ${payload} bytes were expected, ${have} came", code: Truncated) }
    if have > payload { return error("${have - payload} bytes behind the message", code: InvalidFrame) }
    let reader = _Reader{data: data + _HEADER_SIZE, length: cast<usize>(payload)}
    if kind == _FRAME_PANIC { return _panic_of(&reader) }
    if kind > _FRAME_PANIC { return error("the message is no value (kind ${kind})", code: InvalidFrame) }
    if kind == _FRAME_RESULT && @memcmp(data + 8, arc_rt_program_build_id(), 16) != 0 {
        return error("the result was made by another build of this program", code: InvalidFrame)
    }
    if _get<uint64>(data + 24) != fingerprint { return error("the message holds a value of another type", code: InvalidFrame) }
    return reader
}

const _PANICKED = "the process panicked: "

/// The report in a panic frame: u32 code, u32 length, message, u32 length, trace.
func _panic_of(r: *_Reader) error {
    if r.length < 12 { return error("the process panicked, its report is cut off", code: Panicked) }
    let size = cast<usize>(_get<uint32>(r.data + 4))
    if size > r.length - 12 { return error("the process panicked, its report is cut off", code: Panicked) }
    let message = string_from_utf8_lossy(slice_of_pointer(r.data + 8, size))
    let trace_size = cast<usize>(_get<uint32>(r.data + 8 + size))
    if trace_size > r.length - 12 - size { trace_size = r.length - 12 - size }
    let trace = string_from_utf8_lossy(slice_of_pointer(r.data + 12 + size, trace_size))
    if trace.is_empty() { return error("${_PANICKED}${message}", code: Panicked) }
    return error("${_PANICKED}${message}\n${trace.trim_end()}", code: Panicked)
}
