// `program --compute=ID`: one lifted function, arguments on standard input, result on what was
// standard output.

#include "runtime/core/compute.h"

#include <asm/ioctls.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/uio.h>

#include "runtime/core/atomic.h"
#include "runtime/core/io.h"
#include "runtime/core/lock.h"
#include "runtime/core/signals.h"
#include "runtime/core/sys.h"
#include "runtime/core/text.h"

extern "C" [[gnu::weak]] const ArcDispatchTable arc_rt_dispatch_table;
extern "C" [[gnu::weak]] const uint8_t arc_rt_build_id[ARC_BUILD_ID_BYTES];

struct ArcResultSink {
  int32_t fd;
  uint64_t fingerprint;
};

namespace arc::rt {
namespace {

constexpr uint8_t kNoBuildId[ARC_BUILD_ID_BYTES] = {};

[[ARC_RT_START_DATA]] constinit bool is_child = false;
// Whether the call has been answered, by a result or by a panic; exactly one of them is sent.
[[ARC_RT_START_DATA]] constinit Atomic<bool> answered(false);
[[ARC_RT_START_DATA]] constinit ArcResultSink sink = {-1, 0};

// Header and small payloads arrive with one read. The header begins 8 bytes in, so that the payload
// is 16-aligned.
constexpr size_t kHeaderOffset = 8;
constexpr size_t kSmallPayload = 4096;
alignas(16) uint8_t first_bytes[kHeaderOffset + sizeof(ArcWireHeader) + kSmallPayload];
static_assert((kHeaderOffset + sizeof(ArcWireHeader)) % 16 == 0);

[[noreturn]] void Reject(const TextWriter& message) {
  TextBuffer<512> text;
  text.Put("arc: ").Put(message.data(), message.size()).Put("\n");
  WriteError(text.data(), text.size());
  ExitProcess(ARC_RT_EXIT_BAD_CALL);
}

[[noreturn]] void Reject(const char* message) {
  TextBuffer<256> text;
  text.Put(message);
  Reject(text);
}

[[noreturn]] void RejectTruncated(const char* what, uint64_t expected, uint64_t got) {
  TextBuffer<128> text;
  text.Put("truncated ").Put(what).Put(": expected ").PutUnsigned(expected);
  text.Put(" bytes, got ").PutUnsigned(got);
  Reject(text);
}

[[noreturn]] void RejectFrame(FrameError error, size_t got, const ArcWireHeader& header) {
  switch (error) {
    case FrameError::kNone:
      break;
    case FrameError::kTruncatedHeader:
      RejectTruncated("arguments", sizeof(ArcWireHeader), got);
    case FrameError::kNotAFrame:
      Reject("standard input holds no arguments of a compute call");
    case FrameError::kVersion: {
      TextBuffer<128> text;
      text.Put("arguments have wire version ").PutUnsigned(header.version);
      text.Put(", this program understands version ").PutUnsigned(ARC_WIRE_VERSION);
      Reject(text);
    }
    case FrameError::kOtherKind:
      Reject("standard input holds another kind of frame than arguments");
    case FrameError::kOtherBuild:
      Reject("arguments were made by another build of this program");
    case FrameError::kOtherType:
      Reject("arguments have another type than the entry point takes");
    case FrameError::kTooLarge:
      Reject("arguments are too large");
  }
  Reject("unusable arguments");
}

// Reads until `size` bytes are there or the input ends; how many came.
uint64_t ReadUpTo(uint8_t* buffer, uint64_t size) {
  uint64_t have = 0;
  while (have < size) {
    const int64_t got = RetryInterrupted(
        [&] { return arc_rt_syscall3(__NR_read, 0, Word(buffer + have), size - have); });
    if (got < 0) {
      const ArcStringView reason = arc_rt_error_text(-got);
      TextBuffer<256> text;
      text.Put("cannot read arguments: ").Put(reason.data, reason.length);
      Reject(text);
    }
    if (got == 0) break;
    have += static_cast<uint64_t>(got);
  }
  return have;
}

constexpr char kTrailing[] = "trailing bytes behind the arguments";

// Whether standard input has more, as far as can be told without waiting: a caller may keep its end
// open.
bool BytesWaiting() {
  int32_t waiting = 0;
  return arc_rt_syscall3(__NR_ioctl, 0, FIONREAD, Word(&waiting)) == 0 && waiting > 0;
}

struct Arguments {
  const uint8_t* data;
  uint64_t length;
};

Arguments ReadArguments(uint64_t fingerprint) {
  const FrameExpectation expected = {ARC_WIRE_ARGUMENTS, arc_rt_program_build_id(), fingerprint};
  uint8_t* start = first_bytes + kHeaderOffset;
  const uint64_t room = sizeof(first_bytes) - kHeaderOffset;

  // Take what is there; a parent that writes the frame at once is served with one call.
  uint64_t got = 0;
  ArcWireHeader header = {};
  while (got < sizeof(ArcWireHeader)) {
    const int64_t more = RetryInterrupted(
        [&] { return arc_rt_syscall3(__NR_read, 0, Word(start + got), room - got); });
    if (more <= 0) break;
    got += static_cast<uint64_t>(more);
  }
  const FrameError error = CheckFrame(start, got, expected, &header);
  if (error != FrameError::kNone) RejectFrame(error, got, header);

  const uint64_t length = header.length;
  const uint64_t beyond = got - sizeof(ArcWireHeader);
  if (beyond > length) Reject(kTrailing);
  uint8_t* payload = start + sizeof(ArcWireHeader);
  if (length > kSmallPayload) {
    // Mapped without reservation: a length that lies costs nothing.
    auto* memory = static_cast<uint8_t*>(MapMemory(length, MAP_NORESERVE));
    if (memory == nullptr) RejectFrame(FrameError::kTooLarge, got, header);
    if (length >= (8 << 20)) arc_rt_syscall3(__NR_madvise, Word(memory), length, MADV_HUGEPAGE);
    __builtin_memcpy(memory, payload, beyond);
    payload = memory;
  }
  const uint64_t have = beyond + ReadUpTo(payload + beyond, length - beyond);
  if (have < length) RejectTruncated("arguments", length, have);
  if (length >= kSmallPayload && BytesWaiting()) Reject(kTrailing);
  return {payload, length};
}

// Sends a frame; the call is answered with it.
void SendFrame(uint16_t kind, uint64_t fingerprint, const iovec* parts, size_t part_count) {
  if (answered.Exchange(true, Order::kRelaxed)) return;
  ArcWireHeader header = {};
  __builtin_memcpy(header.magic, ARC_WIRE_MAGIC, 4);
  header.version = ARC_WIRE_VERSION;
  header.kind = kind;
  __builtin_memcpy(header.build_id, arc_rt_program_build_id(), ARC_BUILD_ID_BYTES);
  header.fingerprint = fingerprint;
  iovec vectors[8];
  size_t count = 0;
  vectors[count++] = {&header, sizeof(header)};
  for (size_t i = 0; i < part_count; ++i) {
    header.length += parts[i].iov_len;
    if (parts[i].iov_len > 0) vectors[count++] = parts[i];
  }
  size_t first = 0;
  while (first < count) {
    const int64_t written = RetryInterrupted([&] {
      return arc_rt_syscall3(__NR_writev, Word(int64_t{sink.fd}), Word(vectors + first),
                             count - first);
    });
    if (written == -EPIPE || written == -ECONNRESET) ExitProcess(ARC_RT_EXIT_PARENT_GONE);
    if (written < 0) {
      const ArcStringView reason = arc_rt_error_text(-written);
      TextBuffer<256> text;
      text.Put("arc: cannot write the result: ").Put(reason.data, reason.length).Put("\n");
      WriteError(text.data(), text.size());
      ExitProcess(ARC_RT_EXIT_OUTPUT);
    }
    auto rest = static_cast<uint64_t>(written);
    while (first < count && rest >= vectors[first].iov_len) rest -= vectors[first++].iov_len;
    if (first < count) {
      vectors[first].iov_base = static_cast<uint8_t*>(vectors[first].iov_base) + rest;
      vectors[first].iov_len -= rest;
    }
  }
}

// From here on what user code prints cannot mix with the result.
void TakeResultStream() {
  const int64_t fd = arc_rt_syscall3(__NR_fcntl, 1, F_DUPFD_CLOEXEC, 3);
  if (fd < 0) Reject("standard output is closed, there is nowhere to send the result");
  sink.fd = static_cast<int32_t>(fd);
  arc_rt_syscall3(__NR_dup3, 2, 1, 0);
}

}  // namespace

void SendPanic(uint32_t code, const uint8_t* message, size_t message_length, const uint8_t* trace,
               size_t trace_length) {
  if (sink.fd < 0) return;
  uint32_t first[2] = {code, static_cast<uint32_t>(message_length)};
  uint32_t second = static_cast<uint32_t>(trace_length);
  const iovec parts[] = {{first, sizeof(first)},
                         {const_cast<uint8_t*>(message), message_length},
                         {&second, sizeof(second)},
                         {const_cast<uint8_t*>(trace), trace_length}};
  SendFrame(ARC_WIRE_PANIC, 0, parts, 4);
}

int32_t RunComputeChild(const char* id, size_t length) {
  is_child = true;
  const ArcDispatchRecord* record = arc_rt_dispatch_find(id, length);
  if (record == nullptr) {
    TextBuffer<400> text;
    text.Put("--compute=").Put(id, length < 256 ? length : 256);
    text.Put(": no such entry point in this program");
    Reject(text);
  }
  if (record->entry == nullptr) {
    Reject("the entry point takes or returns values that cannot leave their process");
  }
  if (record->wire_version != ARC_WIRE_VERSION) Reject("the entry point has another wire version");
  IgnoreBrokenPipe();
  TakeResultStream();
  sink.fingerprint = record->result_fingerprint;
  const Arguments arguments = ReadArguments(record->arguments_fingerprint);
  record->entry(arguments.data, arguments.length, &sink);
  return 0;
}

}  // namespace arc::rt

extern "C" {

const uint8_t* arc_rt_program_build_id() {
  return arc_rt_build_id != nullptr ? arc_rt_build_id : arc::rt::kNoBuildId;
}

const ArcDispatchRecord* arc_rt_dispatch_find(const char* id, uint64_t length) {
  return arc::rt::FindEntry(&arc_rt_dispatch_table, id, length);
}

ArcThreadEntry arc_rt_thread_entry(const char* id, uint64_t length) {
  const ArcDispatchRecord* record = arc_rt_dispatch_find(id, length);
  return record == nullptr ? nullptr : record->thread_entry;
}

void arc_rt_compute_result(ArcResultSink* sink, const uint8_t* bytes, uint64_t length) {
  // What the entry printed is seen before its result can be acted upon.
  arc_rt_stdout_flush();
  const iovec part = {const_cast<uint8_t*>(bytes), length};
  arc::rt::SendFrame(ARC_WIRE_RESULT, sink->fingerprint, &part, 1);
}

void arc_rt_compute_bad_arguments() {
  arc::rt::Reject("arguments do not fit the type that the entry point takes");
}

int32_t arc_rt_is_compute_child() { return arc::rt::is_child ? 1 : 0; }

}  // extern "C"
