// Reads what a worker left in the shared memory. It may be anything, and may change at any time:
// what is decided on is copied first.

#ifndef ARC_COMPTIME_SANDBOX_ANSWER_H_
#define ARC_COMPTIME_SANDBOX_ANSWER_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "comptime/api/comptime_api.h"
#include "comptime/sandbox/worker.h"

namespace arc::comptime {

// Copies words of 8 bytes, each read once.
void CopyShared(void* to, const uint8_t* shared, uint64_t bytes);

// What a program printed so far; stops where the records make no sense. False then.
bool ReadOutput(const ArcComptimeControl& control, absl::Span<const uint8_t> area,
                std::vector<RunOutput>& outputs, std::vector<std::string>& questions);

// Fills in what the answer says: end, message, frames, outputs, and with DONE image and links,
// which are copied to `links`. `control` is a copy; the areas are shared, the result's a multiple
// of 16 long. False when it is no answer that the worker's program would give: the outcome is then
// not to be used.
bool ReadAnswer(const ArcComptimeControl& control, absl::Span<const uint8_t> output_area,
                absl::Span<const uint8_t> result_area, const RunLimits& limits, RunOutcome& outcome,
                std::vector<ArcComptimeLink>& links);

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_ANSWER_H_
