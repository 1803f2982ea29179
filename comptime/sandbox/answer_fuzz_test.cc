// What a worker left in shared memory, read as the service does.
//
// An input is the bytes that follow `turn` in the control block, 256 bytes of output, and the
// result area; what is missing is zero.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "comptime/sandbox/answer.h"

namespace arc::comptime {
namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

void ReadOne(const uint8_t* data, size_t size) {
  constexpr size_t kControlBytes = sizeof(ArcComptimeControl);
  constexpr size_t kOutputBytes = 256;
  constexpr size_t kResultBytes = 4096;
  alignas(64) uint8_t output[kOutputBytes] = {};
  alignas(64) static uint8_t result[kResultBytes];
  std::memset(result, 0, sizeof(result));
  ArcComptimeControl control = {};
  const auto take = [&](void* to, size_t wanted) {
    const size_t taken = std::min(wanted, size);
    std::memcpy(to, data, taken);
    data += taken;
    size -= taken;
  };
  constexpr size_t kFirst = offsetof(ArcComptimeControl, end);
  take(reinterpret_cast<uint8_t*>(&control) + kFirst, kControlBytes - kFirst);
  take(output, sizeof(output));
  // The end of the input is the end of the area, where the links are.
  const size_t tail = std::min(size, kResultBytes);
  std::memcpy(result + kResultBytes - tail, data, tail);

  RunLimits limits;
  limits.result_bytes = 2048;
  RunOutcome outcome;
  std::vector<ArcComptimeLink> links;
  if (!ReadAnswer(control, output, result, limits, outcome, links)) return;
  Require(outcome.end >= ARC_COMPTIME_DONE && outcome.end <= ARC_COMPTIME_NEEDS_ANSWER &&
          outcome.end != ARC_COMPTIME_WORKER_DIED);
  Require(outcome.message.size() <= sizeof(control.message));
  Require(outcome.frames.size() <= ARC_COMPTIME_MAX_FRAMES);
  size_t text = 0;
  for (const RunOutput& record : outcome.outputs) text += record.text.size();
  Require(text <= sizeof(output));
  Require(outcome.image.size() <= limits.result_bytes);
  Require(outcome.image_align >= 1 && outcome.image_align <= 64);
  if (outcome.end != ARC_COMPTIME_DONE) Require(outcome.image.empty() && outcome.links.empty());
  for (size_t i = 0; i < outcome.links.size(); ++i) {
    const ArcComptimeLink& link = outcome.links[i];
    Require(link.slot % 8 == 0 && uint64_t{link.slot} + 8 <= outcome.image.size());
    Require(link.target <= outcome.image.size());
    if (i > 0) Require(outcome.links[i - 1].slot < link.slot);
  }
}

}  // namespace
}  // namespace arc::comptime

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  arc::comptime::ReadOne(data, size);
  return 0;
}
