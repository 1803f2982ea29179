// The comptime service: the methods of arc.comptime.v1.Evaluator.
#ifndef ARC_COMPTIME_SERVICE_SERVICE_H_
#define ARC_COMPTIME_SERVICE_SERVICE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "comptime/service/batch.h"
#include "comptime/service/contents.h"
#include "comptime/service/lane.h"
#include "comptime/service/result_cache.h"
#include "rpc/ttrpc/server.h"

namespace arc::comptime {

struct ServiceOptions {
  // Of this build of compiler and library; clients of another are refused. Empty: all are taken.
  std::string toolchain;
  // Batches that run at the same time; 0: as many as there are processors.
  size_t lanes = 0;
  uint64_t code_bytes = uint64_t{96} << 20;     // of kept functions
  uint64_t result_bytes = uint64_t{128} << 20;  // of kept results
  ContentLimits contents;
};

// Outlives the server.
class Service {
 public:
  static absl::StatusOr<std::unique_ptr<Service>> Create(ServiceOptions options);

  // What the server needs to be made with: threads for lanes, and to say which connections close.
  // `on_close` is called before anything is done for that, as who ends then need not.
  ttrpc::ServerOptions MakeServerOptions(absl::AnyInvocable<void(uint64_t)> on_close = nullptr);
  absl::Status Register(ttrpc::Server& server);

  // Makes what the first request needs, so that it finds it.
  void WarmUp() { lanes_->WarmUp(); }
  // Ends what runs; its outcomes are those of lost workers.
  void Interrupt() { lanes_->InterruptAll(); }

 private:
  Service(ServiceOptions options, std::unique_ptr<LanePool> lanes);

  absl::StatusOr<v1::HelloResponse> Hello(const ttrpc::ServerCall& call,
                                          const v1::HelloRequest& request);
  absl::StatusOr<v1::UploadResponse> Upload(const ttrpc::ServerCall& call,
                                            const v1::UploadRequest& request);
  absl::StatusOr<v1::EvaluateResponse> Evaluate(const ttrpc::ServerCall& call,
                                                const v1::EvaluateRequest& request);
  absl::StatusOr<v1::FetchResponse> Fetch(const ttrpc::ServerCall& call,
                                          const v1::FetchRequest& request);
  absl::StatusOr<v1::StatisticsResponse> Statistics();

  // Images that are large become contents to fetch, and so does what is then still too large for a
  // message.
  absl::Status ShrinkAnswer(uint64_t connection,
                            std::vector<std::shared_ptr<const ImageFile>> files,
                            v1::EvaluateResponse& response);

  const ServiceOptions options_;
  const std::unique_ptr<LanePool> lanes_;
  ResultCache cache_;
  Contents contents_;
  BatchStatistics statistics_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SERVICE_SERVICE_H_
