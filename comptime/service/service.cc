#include "comptime/service/service.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "comptime/protocol/protocol.h"
#include "rpc/ttrpc/typed.h"

namespace arc::comptime {

namespace {

// Larger images are not part of the answer.
constexpr uint64_t kMaxInlineImage = uint64_t{1} << 20;
constexpr uint64_t kMaxThunks = 100'000;
// An endless loop ends within a second, and nothing that is worth waiting for comes near it.
constexpr uint64_t kDefaultFuel = 1'000'000'000;

size_t Processors() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return 1;
  return static_cast<size_t>(std::max(1, CPU_COUNT(&set)));
}

RunLimits ReadLimits(const v1::Limits& limits) {
  RunLimits read;
  read.fuel = kDefaultFuel;
  auto set = [](uint64_t& to, uint64_t value) {
    if (value != 0) to = value;
  };
  set(read.fuel, limits.fuel());
  set(read.memory_bytes, limits.memory_bytes());
  set(read.stack_bytes, limits.stack_bytes());
  set(read.output_bytes, limits.output_bytes());
  set(read.result_bytes, limits.result_bytes());
  set(read.milliseconds, limits.milliseconds());
  return read;
}

// Of the service, in bytes; 0: unknown.
uint64_t ResidentBytes() {
  unsigned long pages = 0, resident = 0;
  FILE* file = fopen("/proc/self/statm", "re");
  if (!file) return 0;
  if (fscanf(file, "%lu %lu", &pages, &resident) != 2) resident = 0;
  fclose(file);
  return uint64_t{resident} * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

Service::Service(ServiceOptions options, std::unique_ptr<LanePool> lanes)
    : options_(std::move(options)),
      lanes_(std::move(lanes)),
      cache_(options_.result_bytes),
      contents_(options_.contents) {}

absl::StatusOr<std::unique_ptr<Service>> Service::Create(ServiceOptions options) {
  const size_t lanes = options.lanes ? options.lanes : Processors();
  auto pool = LanePool::Create(lanes, options.code_bytes);
  if (!pool.ok()) return pool.status();
  return std::unique_ptr<Service>(new Service(std::move(options), *std::move(pool)));
}

ttrpc::ServerOptions Service::MakeServerOptions(absl::AnyInvocable<void(uint64_t)> on_close) {
  ttrpc::ServerOptions options;
  options.max_workers = lanes_->size();
  options.on_close = [this, on_close = std::move(on_close)](uint64_t connection) mutable {
    if (on_close) on_close(connection);
    contents_.Close(connection);
    lanes_->Close(connection);
  };
  return options;
}

absl::Status Service::Register(ttrpc::Server& server) {
  using ttrpc::Execution;
  using ttrpc::ServerCall;
  absl::Status status;
  auto add = [&](absl::Status one) { status.Update(one); };
  add(ttrpc::RegisterTyped<v1::HelloRequest>(
      server, kServiceName, "Hello", Execution::kInline,
      [this](const ServerCall& call, const v1::HelloRequest& request) {
        return Hello(call, request);
      }));
  add(ttrpc::RegisterTyped<v1::UploadRequest>(
      server, kServiceName, "Upload", Execution::kInline,
      [this](const ServerCall& call, const v1::UploadRequest& request) {
        return Upload(call, request);
      }));
  add(ttrpc::RegisterTyped<v1::EvaluateRequest>(
      server, kServiceName, "Evaluate", Execution::kWorker,
      [this](const ServerCall& call, const v1::EvaluateRequest& request) {
        return Evaluate(call, request);
      }));
  add(ttrpc::RegisterTyped<v1::FetchRequest>(
      server, kServiceName, "Fetch", Execution::kInline,
      [this](const ServerCall& call, const v1::FetchRequest& request) {
        return Fetch(call, request);
      }));
  add(ttrpc::RegisterTyped<v1::StatisticsRequest>(
      server, kServiceName, "Statistics", Execution::kInline,
      [this](const ServerCall&, const v1::StatisticsRequest&) { return Statistics(); }));
  return status;
}

absl::StatusOr<v1::HelloResponse> Service::Hello(const ttrpc::ServerCall& call,
                                                 const v1::HelloRequest& request) {
  if (request.protocol_version() != kProtocolVersion) {
    return absl::FailedPreconditionError(absl::StrCat("this service speaks version ",
                                                      kProtocolVersion, " of the protocol, not ",
                                                      request.protocol_version()));
  }
  if (!options_.toolchain.empty() && !request.toolchain().empty() &&
      options_.toolchain != request.toolchain()) {
    return absl::FailedPreconditionError(
        absl::StrCat("this service belongs to the toolchain ", options_.toolchain));
  }
  contents_.Open(call.connection());
  v1::HelloResponse response;
  response.set_toolchain(options_.toolchain);
  response.set_pid(getpid());
  return response;
}

absl::StatusOr<v1::UploadResponse> Service::Upload(const ttrpc::ServerCall& call,
                                                   const v1::UploadRequest& request) {
  absl::StatusOr<uint64_t> handle =
      contents_.Append(call.connection(), request.handle(), request.piece());
  if (!handle.ok()) return handle.status();
  v1::UploadResponse response;
  response.set_handle(*handle);
  return response;
}

absl::StatusOr<v1::FetchResponse> Service::Fetch(const ttrpc::ServerCall& call,
                                                 const v1::FetchRequest& request) {
  if (request.as_file()) {
    absl::StatusOr<std::shared_ptr<const ImageFile>> file =
        contents_.TakeFile(call.connection(), request.handle());
    if (!file.ok()) return file.status();
    if (*file) {
      ttrpc::FileDescriptor descriptor(fcntl((*file)->fd(), F_DUPFD_CLOEXEC, 0));
      if (!descriptor.valid()) return absl::ErrnoToStatus(errno, "a descriptor for an image");
      call.Attach(std::move(descriptor));
      v1::FetchResponse response;
      response.set_is_file(true);
      response.set_file_offset((*file)->offset());
      return response;
    }
  }
  absl::StatusOr<std::string> piece =
      contents_.Read(call.connection(), request.handle(), request.offset(),
                     std::min<uint64_t>(request.length(), kMaxPiece));
  if (!piece.ok()) return piece.status();
  v1::FetchResponse response;
  response.set_piece(*std::move(piece));
  return response;
}

absl::StatusOr<v1::EvaluateResponse> Service::Evaluate(const ttrpc::ServerCall& call,
                                                       const v1::EvaluateRequest& request) {
  const uint64_t connection = call.connection();
  if (!contents_.IsOpen(connection)) return absl::FailedPreconditionError("Hello comes first");
  if (static_cast<uint64_t>(request.thunks_size()) > kMaxThunks) {
    return absl::InvalidArgumentError(absl::StrCat("more than ", kMaxThunks, " thunks"));
  }
  BatchRequest batch;
  std::string uploaded;
  if (request.module_handle() != 0) {
    absl::StatusOr<std::string> taken = contents_.Take(connection, request.module_handle());
    if (!taken.ok()) return taken.status();
    uploaded = *std::move(taken);
    batch.module = uploaded;
  } else {
    batch.module = request.module();
  }
  batch.thunks.assign(request.thunks().begin(), request.thunks().end());
  batch.limits = ReadLimits(request.limits());
  for (const v1::File& file : request.files()) {
    std::string content = file.content();
    if (file.handle() != 0) {
      absl::StatusOr<std::string> taken = contents_.Take(connection, file.handle());
      if (!taken.ok()) return taken.status();
      content = *std::move(taken);
    }
    batch.files.emplace_back(file.path(), std::move(content));
  }
  absl::StatusOr<Lane*> lane = lanes_->Take(connection);
  if (!lane.ok()) return lane.status();
  absl::Cleanup give_back = [&] { lanes_->Return(*lane); };
  v1::EvaluateResponse response;
  std::vector<std::shared_ptr<const ImageFile>> files;
  if (absl::Status status = RunBatch(
          *lanes_, **lane, cache_, statistics_, batch, [&] { return call.cancelled(); }, &response,
          &files);
      !status.ok()) {
    return status;
  }
  if (absl::Status status = ShrinkAnswer(connection, std::move(files), response); !status.ok())
    return status;
  return response;
}

absl::Status Service::ShrinkAnswer(uint64_t connection,
                                   std::vector<std::shared_ptr<const ImageFile>> files,
                                   v1::EvaluateResponse& response) {
  for (int i = 0; i < response.outcomes_size(); ++i) {
    v1::Outcome& outcome = *response.mutable_outcomes(i);
    if (!outcome.has_image()) continue;
    if (std::shared_ptr<const ImageFile>& file = files[static_cast<size_t>(i)]) {
      absl::StatusOr<uint64_t> handle = contents_.Add(connection, std::move(file));
      if (!handle.ok()) return handle.status();
      outcome.mutable_image()->set_handle(*handle);
      continue;
    }
    v1::Image& image = *outcome.mutable_image();
    if (image.content().size() < kMaxInlineImage) continue;
    absl::StatusOr<uint64_t> handle =
        contents_.Add(connection, std::move(*image.mutable_content()));
    if (!handle.ok()) return handle.status();
    image.clear_content();
    image.set_handle(*handle);
  }
  const size_t size = response.ByteSizeLong();
  if (size <= kMaxPiece) return absl::OkStatus();
  std::string bytes;
  if (size > kMaxAnswer || !response.SerializeToString(&bytes)) {
    return absl::ResourceExhaustedError(
        absl::StrCat("an answer of ", size, " bytes; at most ", kMaxAnswer));
  }
  absl::StatusOr<uint64_t> handle = contents_.Add(connection, std::move(bytes));
  if (!handle.ok()) return handle.status();
  response.Clear();
  response.set_handle(*handle);
  response.set_size(size);
  return absl::OkStatus();
}

absl::StatusOr<v1::StatisticsResponse> Service::Statistics() {
  v1::StatisticsResponse response;
  response.set_evaluations(statistics_.evaluations);
  response.set_batches(statistics_.batches);
  response.set_workers_started(lanes_->workers_started());
  response.set_workers_lost(statistics_.workers_lost);
  response.set_functions_kept(lanes_->store().functions());
  response.set_resident_bytes(ResidentBytes());
  response.set_clients(contents_.connections());
  return response;
}

}  // namespace arc::comptime
