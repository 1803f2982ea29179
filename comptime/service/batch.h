// Evaluates the thunks of one request.
#ifndef ARC_COMPTIME_SERVICE_BATCH_H_
#define ARC_COMPTIME_SERVICE_BATCH_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "comptime/protocol/protocol.h"
#include "comptime/sandbox/worker.h"
#include "comptime/service/lane.h"
#include "comptime/service/result_cache.h"

namespace arc::comptime {

struct BatchRequest {
  absl::string_view module;  // bytecode
  std::vector<std::string> thunks;
  RunLimits limits;
  std::vector<std::pair<std::string, std::string>> files;  // path and content
};

// Counts over all batches.
struct BatchStatistics {
  std::atomic<uint64_t> evaluations = 0;
  std::atomic<uint64_t> batches = 0;
  std::atomic<uint64_t> workers_lost = 0;
  std::atomic<uint64_t> compiler_crashes = 0;
};

// Fills in *response, whose images all have their content. `cancelled` is asked now and then; when
// it is true the rest is left out, and the result is Cancelled. Other errors are the system's: no
// worker can be started.
// Images of this size and above are handed on as files.
inline constexpr uint64_t kImageFileBytes = uint64_t{1} << 20;

// `files`: for each outcome the content of its image, or null where that is in the outcome.
absl::Status RunBatch(LanePool& lanes, Lane& lane, ResultCache& cache, BatchStatistics& statistics,
                      const BatchRequest& request, absl::FunctionRef<bool()> cancelled,
                      v1::EvaluateResponse* response,
                      std::vector<std::shared_ptr<const ImageFile>>* files);

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SERVICE_BATCH_H_
