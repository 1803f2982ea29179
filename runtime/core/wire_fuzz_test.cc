// Feeds arbitrary bytes to the reader of frame headers, and arbitrary ids to the dispatch lookup.

#include <cstdlib>
#include <cstring>

#include "runtime/core/compute.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace arc::rt;
  static const uint8_t kBuild[16] = {};
  const FrameExpectation expected = {ARC_WIRE_ARGUMENTS, kBuild, 7};
  ArcWireHeader header;
  if (CheckFrame(data, size, expected, &header) == FrameError::kNone) {
    // Accepted means: all of it was there, and it is what it claims to be.
    if (size < sizeof(header) || header.length > kMaxPayload || header.fingerprint != 7 ||
        std::memcmp(data, "ARCW", 4) != 0) {
      std::abort();
    }
  }

  struct {
    ArcDispatchTable header;
    uint32_t displacements[2];
    ArcDispatchRecord record;
  } table = {{ARC_DISPATCH_TABLE_MAGIC, ARC_DISPATCH_TABLE_VERSION, 1, 3, 1},
             {0, 0},
             {ARC_DISPATCH_RECORD_MAGIC, ARC_WIRE_VERSION, 0, 0, "f$1", 3, nullptr, nullptr}};
  const auto* id = reinterpret_cast<const char*>(data);
  const bool same = size == 3 && std::memcmp(data, "f$1", 3) == 0;
  if ((FindEntry(&table.header, id, size) != nullptr) != same) std::abort();
  return 0;
}
