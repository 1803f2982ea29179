// The child side of a compute call, and the wire frames it reads and writes.

#ifndef ARC_RUNTIME_CORE_COMPUTE_H_
#define ARC_RUNTIME_CORE_COMPUTE_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/core/contract.h"

namespace arc::rt {

// What may be wrong with a frame's header; each has a message of its own.
enum class FrameError : uint8_t {
  kNone,
  kTruncatedHeader,
  kNotAFrame,  // magic
  kVersion,
  kOtherKind,
  kOtherBuild,  // another build of the program wrote it
  kOtherType,   // fingerprint
  kTooLarge,
};

struct FrameExpectation {
  uint16_t kind;
  const uint8_t* build_id;
  uint64_t fingerprint;
};

// No payload is larger than the address space.
inline constexpr uint64_t kMaxPayload = uint64_t{1} << 46;

// Looks at `size` bytes of the beginning of a frame; fills `header` when the answer is kNone.
FrameError CheckFrame(const uint8_t* bytes, size_t size, const FrameExpectation& expected,
                      ArcWireHeader* header);

// Looks `id` up by the table's perfect hash. `table` may be null.
const ArcDispatchRecord* FindEntry(const ArcDispatchTable* table, const char* id, uint64_t length);

// Runs the entry named `id` as a --compute child; returns its exit code when the entry returned.
int32_t RunComputeChild(const char* id, size_t length);

// Writes a panic frame to the result stream, if this is a child whose call has not answered yet.
void SendPanic(uint32_t code, const uint8_t* message, size_t message_length, const uint8_t* trace,
               size_t trace_length);

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_COMPUTE_H_
