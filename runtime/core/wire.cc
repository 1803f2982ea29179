// Frame headers and dispatch lookup: no system calls, so that hosted tests and the fuzzer run the
// very code of the runtime.

#include "runtime/core/compute.h"
#include "runtime/core/text.h"

namespace arc::rt {

FrameError CheckFrame(const uint8_t* bytes, size_t size, const FrameExpectation& expected,
                      ArcWireHeader* header) {
  // What is wrong with the magic is said before what is missing: a few bytes of text are not a
  // truncated frame.
  const size_t magic = size < 4 ? size : 4;
  if (!SameBytes(bytes, ARC_WIRE_MAGIC, magic)) return FrameError::kNotAFrame;
  if (size < sizeof(ArcWireHeader)) return FrameError::kTruncatedHeader;
  __builtin_memcpy(header, bytes, sizeof(ArcWireHeader));  // the machine is little-endian
  if (header->version != ARC_WIRE_VERSION) return FrameError::kVersion;
  if (header->kind != expected.kind) return FrameError::kOtherKind;
  if (!SameBytes(header->build_id, expected.build_id, ARC_BUILD_ID_BYTES)) {
    return FrameError::kOtherBuild;
  }
  if (header->fingerprint != expected.fingerprint) return FrameError::kOtherType;
  if (header->length > kMaxPayload) return FrameError::kTooLarge;
  return FrameError::kNone;
}

const ArcDispatchRecord* FindEntry(const ArcDispatchTable* table, const char* id, uint64_t length) {
  if (table == nullptr || table->magic != ARC_DISPATCH_TABLE_MAGIC ||
      table->version != ARC_DISPATCH_TABLE_VERSION || table->count == 0) {
    return nullptr;
  }
  const auto* displacements = reinterpret_cast<const uint32_t*>(table + 1);
  const uint64_t padded = (table->displacement_count + 1) & ~uint64_t{1};
  const auto* records = reinterpret_cast<const ArcDispatchRecord*>(displacements + padded);
  const uint64_t hash = arc_rt_dispatch_hash(table->seed, id, length);
  const uint32_t displacement = displacements[(hash >> 32) % table->displacement_count];
  const ArcDispatchRecord* record =
      &records[arc_rt_dispatch_slot(hash, displacement, table->count)];
  if (record->magic != ARC_DISPATCH_RECORD_MAGIC || record->id_length != length ||
      !SameBytes(record->id, id, length)) {
    return nullptr;
  }
  return record;
}

}  // namespace arc::rt
