#include "comptime/client/client.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "comptime/client/build_id.h"
#include "comptime/client/child_service.h"
#include "comptime/protocol/protocol.h"
#include "rpc/ttrpc/client.h"
#include "rpc/ttrpc/typed.h"

namespace arc::comptime {
namespace {

using namespace v1;  // the messages

// A service that is there answers at once; a child may have to wait for a busy machine.
constexpr absl::Duration kServerTimeout = absl::Seconds(5);
constexpr absl::Duration kChildTimeout = absl::Seconds(60);
// Limits end every evaluation long before; this is for services that hang.
constexpr absl::Duration kBatchTimeout = absl::Minutes(10);
static_assert(int{End_MAX} == int{ARC_COMPTIME_NEEDS_ANSWER});
constexpr absl::Duration kDefaultClock = absl::Seconds(60);
// Of an upload or an answer: the service does nothing but copy it.
constexpr absl::Duration kPieceTimeout = absl::Seconds(60);
// A request holds modules and files of at most so many bytes together; larger ones are uploaded.
constexpr size_t kMaxInline = size_t{1} << 20;
// Evaluations that ask for one file after the other.
constexpr int kMaxFileRounds = 1000;
// Of an image (comptime_api.h).
constexpr uint32_t kMostAlign = 64;

// A connection with a service that said hello.
struct Connection {
  std::unique_ptr<ttrpc::Client> client;
  std::optional<ChildService> child;  // ends with the connection
};

absl::Status Hello(ttrpc::Client& client, const std::string& toolchain, absl::Duration timeout) {
  HelloRequest request;
  request.set_protocol_version(kProtocolVersion);
  request.set_toolchain(toolchain);
  ttrpc::CallOptions options;
  options.timeout = timeout;
  return ttrpc::CallTyped<HelloResponse>(client, kServiceName, "Hello", request, options).status();
}

absl::StatusOr<std::shared_ptr<Connection>> ConnectToServer(const ClientOptions& options) {
  auto connection = std::make_shared<Connection>();
  auto client = ttrpc::Client::Connect(options.server, kServerTimeout);
  if (!client.ok()) return client.status();
  connection->client = *std::move(client);
  std::string toolchain;
  if (!options.evaluator.empty()) {
    auto id = ReadBuildId(options.evaluator);
    if (!id.ok()) return id.status();
    toolchain = *std::move(id);
  }
  if (absl::Status hello = Hello(*connection->client, toolchain, kServerTimeout); !hello.ok())
    return hello;
  return connection;
}

absl::StatusOr<std::shared_ptr<Connection>> StartChild(const std::string& evaluator) {
  if (evaluator.empty()) {
    return absl::NotFoundError(
        "the evaluator of comptime code, arc-comptime, is not installed beside the compiler");
  }
  auto connection = std::make_shared<Connection>();
  auto child = ChildService::Start(evaluator);
  if (!child.ok()) return child.status();
  connection->child = *std::move(child);
  auto client = ttrpc::Client::Create(connection->child->TakeSocket());
  if (!client.ok()) return client.status();
  connection->client = *std::move(client);
  if (absl::Status hello = Hello(*connection->client, "", kChildTimeout); !hello.ok()) {
    const std::string end = connection->child->End();
    return absl::UnavailableError(
        absl::StrCat("the evaluator of comptime code does not start: ", evaluator, ": ",
                     end.empty() ? std::string(hello.message()) : end));
  }
  return connection;
}

// Whether the connection is of no more use.
bool IsLost(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsCancelled(status);
}

Limits ToMessage(const EvaluationLimits& limits) {
  Limits message;
  message.set_fuel(limits.fuel);
  message.set_memory_bytes(limits.memory_bytes);
  message.set_stack_bytes(limits.stack_bytes);
  message.set_output_bytes(limits.output_bytes);
  message.set_result_bytes(limits.result_bytes);
  message.set_milliseconds(limits.milliseconds);
  return message;
}

absl::StatusOr<uint64_t> Upload(ttrpc::Client& client, std::string_view content) {
  uint64_t handle = 0;
  ttrpc::CallOptions options;
  options.timeout = kPieceTimeout;
  while (!content.empty()) {
    UploadRequest request;
    request.set_handle(handle);
    const std::string_view piece = content.substr(0, kMaxPiece);
    request.set_piece(piece.data(), piece.size());
    content.remove_prefix(piece.size());
    auto response =
        ttrpc::CallTyped<UploadResponse>(client, kServiceName, "Upload", request, options);
    if (!response.ok()) return response.status();
    handle = response->handle();
  }
  return handle;
}

// The image in the memory in which it was made. What the file says of itself decides: that it is as
// long as it has to be, and that nobody can change that.
absl::StatusOr<SharedBytes> MapImage(const ttrpc::FileDescriptor& file, uint64_t offset,
                                     uint64_t size) {
  struct stat info;
  constexpr int kSeals = F_SEAL_SHRINK | F_SEAL_WRITE;
  if (!file.valid() || fstat(file.get(), &info) != 0 ||
      (fcntl(file.get(), F_GET_SEALS) & kSeals) != kSeals ||
      offset > static_cast<uint64_t>(info.st_size) ||
      size > static_cast<uint64_t>(info.st_size) - offset) {
    return absl::InternalError("the evaluator sends an image as a file that does not hold it");
  }
  void* memory = mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), static_cast<off_t>(offset));
  if (memory == MAP_FAILED) return absl::ErrnoToStatus(errno, "an image of the evaluator");
  std::shared_ptr<const void> owner(memory, [size](void* at) { munmap(at, size); });
  return SharedBytes(std::move(owner), {static_cast<const char*>(memory), size});
}

// Content of `size` bytes; the first of them may be there.
absl::Status Fetch(ttrpc::Client& client, uint64_t handle, uint64_t size, std::string& bytes) {
  ttrpc::CallOptions options;
  options.timeout = kPieceTimeout;
  while (bytes.size() < size) {
    FetchRequest request;
    request.set_handle(handle);
    request.set_offset(bytes.size());
    request.set_length(std::min<uint64_t>(kMaxPiece, size - bytes.size()));
    auto response =
        ttrpc::CallTyped<FetchResponse>(client, kServiceName, "Fetch", request, options);
    if (!response.ok()) return response.status();
    if (response->piece().empty() || response->piece().size() > request.length())
      return absl::InternalError("the evaluator sends a content in wrong pieces");
    bytes += response->piece();
  }
  return absl::OkStatus();
}

// As a file where that is possible, else in pieces.
absl::StatusOr<SharedBytes> FetchImage(ttrpc::Client& client, const Image& image) {
  FetchRequest request;
  request.set_handle(image.handle());
  request.set_length(std::min<uint64_t>(kMaxPiece, image.size()));
  request.set_as_file(true);
  ttrpc::FileDescriptor file;
  ttrpc::CallOptions options;
  options.timeout = kPieceTimeout;
  options.descriptor = &file;
  auto response = ttrpc::CallTyped<FetchResponse>(client, kServiceName, "Fetch", request, options);
  if (!response.ok()) return response.status();
  if (response->is_file()) return MapImage(file, response->file_offset(), image.size());
  if (response->piece().empty() || response->piece().size() > request.length())
    return absl::InternalError("the evaluator sends a content in wrong pieces");
  std::string bytes;
  bytes.reserve(image.size());
  bytes += response->piece();
  absl::Status status = Fetch(client, image.handle(), image.size(), bytes);
  if (!status.ok()) return status;
  return SharedBytes(std::move(bytes));
}

absl::StatusOr<Evaluation> ToEvaluation(ttrpc::Client& client, Outcome& outcome) {
  Evaluation evaluation;
  if (!End_IsValid(outcome.end()))
    return absl::InternalError(
        "the evaluator says of an evaluation that it ended in a way unknown");
  evaluation.end = static_cast<ArcComptimeEnd>(outcome.end());
  evaluation.message = std::move(*outcome.mutable_message());
  for (Frame& frame : *outcome.mutable_frames()) {
    evaluation.frames.push_back({std::move(*frame.mutable_function()),
                                 std::move(*frame.mutable_file()), frame.line(), frame.column(),
                                 frame.library()});
  }
  for (Output& output : *outcome.mutable_outputs())
    evaluation.outputs.push_back({output.warning(), std::move(*output.mutable_text())});
  for (std::string& question : *outcome.mutable_questions())
    evaluation.questions.push_back(std::move(question));
  if (outcome.has_image()) {
    Image& image = *outcome.mutable_image();
    if (image.size() > ARC_COMPTIME_RESULT_BYTES)
      return absl::InternalError(absl::StrCat("the evaluator sends an image of ", image.size(),
                                              " bytes, which is more than there can be"));
    // It becomes the alignment of a constant.
    if (!std::has_single_bit(image.align()) || image.align() > kMostAlign)
      return absl::InternalError(
          absl::StrCat("the evaluator sends an image with an alignment of ", image.align()));
    if (image.handle() != 0) {
      auto bytes = FetchImage(client, image);
      if (!bytes.ok()) return bytes.status();
      evaluation.image = *std::move(bytes);
    } else {
      evaluation.image = std::move(*image.mutable_content());
    }
    if (evaluation.image.size() != image.size())
      return absl::InternalError("the evaluator sends an image of the wrong size");
    evaluation.image_align = image.align();
    evaluation.links.reserve(image.links_size());
    for (Link& link : *image.mutable_links()) {
      // Who gets them relies on it.
      if (uint64_t{link.slot()} + 8 > image.size() || link.target() > image.size())
        return absl::InternalError("the evaluator sends an image with addresses outside of it");
      evaluation.links.push_back({link.slot(), link.target(), std::move(*link.mutable_symbol())});
    }
  }
  evaluation.fuel_used = outcome.fuel_used();
  evaluation.memory_peak = outcome.memory_peak();
  evaluation.nanoseconds = outcome.nanoseconds();
  evaluation.from_cache = outcome.from_cache();
  return evaluation;
}

absl::StatusOr<std::vector<Evaluation>> Ask(ttrpc::Client& client, std::string_view module,
                                            const std::vector<std::string>& thunks,
                                            const std::map<std::string, std::string>& files,
                                            const EvaluationLimits& limits) {
  EvaluateRequest request;
  size_t room = kMaxInline;
  if (module.size() <= kMaxPiece) {
    request.set_module(module.data(), module.size());
    room -= std::min(room, module.size());
  } else {
    auto handle = Upload(client, module);
    if (!handle.ok()) return handle.status();
    request.set_module_handle(*handle);
  }
  for (const auto& [path, content] : files) {
    File& file = *request.add_files();
    file.set_path(path);
    if (content.size() <= room) {
      file.set_content(content);
      room -= content.size();
    } else {
      auto handle = Upload(client, content);
      if (!handle.ok()) return handle.status();
      file.set_handle(*handle);
    }
  }
  for (const std::string& thunk : thunks) request.add_thunks(thunk);
  *request.mutable_limits() = ToMessage(limits);
  ttrpc::CallOptions options;
  const absl::Duration clock =
      limits.milliseconds != 0 ? absl::Milliseconds(limits.milliseconds) : kDefaultClock;
  options.timeout = kBatchTimeout + 4 * clock * static_cast<int64_t>(thunks.size());
  auto response =
      ttrpc::CallTyped<EvaluateResponse>(client, kServiceName, "Evaluate", request, options);
  if (!response.ok()) return response.status();
  if (response->handle() != 0) {
    std::string bytes;
    if (response->size() > kMaxAnswer)
      return absl::InternalError("the evaluator sends an answer of more bytes than it may have");
    absl::Status status = Fetch(client, response->handle(), response->size(), bytes);
    if (!status.ok()) return status;
    if (!response->ParseFromString(bytes))
      return absl::InternalError("the evaluator sends an answer that cannot be read");
  }
  if (!response->module_error().empty())
    return absl::InvalidArgumentError(response->module_error());
  if (static_cast<size_t>(response->outcomes_size()) != thunks.size())
    return absl::InternalError("the evaluator answers something else than it was asked");
  std::vector<Evaluation> evaluations;
  evaluations.reserve(thunks.size());
  for (Outcome& outcome : *response->mutable_outcomes()) {
    auto evaluation = ToEvaluation(client, outcome);
    if (!evaluation.ok()) return evaluation.status();
    evaluations.push_back(*std::move(evaluation));
  }
  return evaluations;
}

}  // namespace

class Client::State {
 public:
  explicit State(ClientOptions options) : options_(std::move(options)) {}

  const EvaluationLimits& limits() const { return options_.limits; }

  int connections_made() const {
    std::lock_guard lock(mutex_);
    return connections_made_;
  }

  // True when the caller is to call Start.
  bool BeginStart() {
    std::lock_guard lock(mutex_);
    if (connection_ || starting_) return false;
    return starting_ = true;
  }

  // What it made, which others may have dropped again by now.
  absl::StatusOr<std::shared_ptr<Connection>> Start() {
    absl::StatusOr<std::shared_ptr<Connection>> made = Make();
    std::lock_guard lock(mutex_);
    starting_ = false;
    failure_ = made.status();
    if (made.ok()) {
      connection_ = *made;
      ++connections_made_;
    }
    changed_.notify_all();
    return made;
  }

  absl::StatusOr<std::shared_ptr<Connection>> Get() {
    std::unique_lock lock(mutex_);
    // Who waited while others tried does not try again at once: the failure is news enough.
    bool waited = false;
    while (starting_) {
      waited = true;
      changed_.wait(lock);
    }
    if (connection_) return connection_;
    if (waited && !failure_.ok()) return failure_;
    starting_ = true;
    lock.unlock();
    return Start();
  }

  // `lost` is of no more use.
  void Drop(const std::shared_ptr<Connection>& lost) {
    std::shared_ptr<Connection> last;  // ends the child without the lock
    std::lock_guard lock(mutex_);
    if (connection_ != lost) return;
    last = std::move(connection_);
    // What went away once is not asked for again: a child is this process's own.
    if (!last->child) server_gone_ = true;
  }

 private:
  // Of one thread at a time: starting_.
  absl::StatusOr<std::shared_ptr<Connection>> Make() {
    bool use_server;
    {
      std::lock_guard lock(mutex_);
      use_server = !options_.server.empty() && !server_gone_;
    }
    if (use_server) {
      auto connection = ConnectToServer(options_);
      // Without a program of its own there is only the server.
      if (connection.ok() || options_.evaluator.empty()) return connection;
    }
    return StartChild(options_.evaluator);
  }

  const ClientOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool starting_ = false;
  bool server_gone_ = false;
  int connections_made_ = 0;
  std::shared_ptr<Connection> connection_;
  absl::Status failure_;  // of the last try; OK when that was none
};

Client::Client(ClientOptions options) : state_(std::make_shared<State>(std::move(options))) {}

Client::~Client() = default;

void Client::Prepare() {
  if (!state_->BeginStart()) return;
  // Without a thread to be had, here and now: an evaluation would have to, anyway.
  auto start = [](void* argument) -> void* {
    std::unique_ptr<std::shared_ptr<State>> state(static_cast<std::shared_ptr<State>*>(argument));
    (*state)->Start().IgnoreError();
    return nullptr;
  };
  auto* argument = new std::shared_ptr<State>(state_);
  pthread_t thread;
  if (pthread_create(&thread, nullptr, start, argument) != 0) {
    start(argument);
    return;
  }
  pthread_detach(thread);
}

int Client::connections_made() const { return state_->connections_made(); }

std::vector<Evaluation> Client::Evaluate(std::string_view module,
                                         const std::vector<std::string>& thunks,
                                         const Answers& answers, std::string* error) {
  return Evaluate(module, thunks, nullptr, answers, error);
}

std::vector<Evaluation> Client::Evaluate(std::string_view module,
                                         const std::vector<std::string>& thunks,
                                         const FileReader& read_file, const Answers& answers,
                                         std::string* error) {
  const auto ask = [&](const std::vector<std::string>& which,
                       const std::map<std::string, std::string>& files)
      -> absl::StatusOr<std::vector<Evaluation>> {
    absl::Status lost;
    for (int attempt = 0; attempt < 2; ++attempt) {
      auto connection = state_->Get();
      if (!connection.ok()) return connection.status();
      auto evaluations = Ask(*(*connection)->client, module, which, files, state_->limits());
      if (evaluations.ok() || !IsLost(evaluations.status())) return evaluations;
      lost = evaluations.status();
      state_->Drop(*connection);
    }
    return absl::UnavailableError(
        absl::StrCat("the evaluator of comptime code went away twice: ", lost.message()));
  };

  // Answers travel as files; no path begins like a question.
  std::map<std::string, std::string> files = answers;
  auto evaluations = ask(thunks, files);
  for (int round = 0; evaluations.ok() && read_file && round < kMaxFileRounds; ++round) {
    // What asks for a file is asked again with it.
    std::vector<size_t> again;
    for (size_t i = 0; i < evaluations->size(); ++i) {
      Evaluation& evaluation = (*evaluations)[i];
      if (evaluation.end != ARC_COMPTIME_NEEDS_FILE) continue;
      if (!files.contains(evaluation.message)) {
        auto content = read_file(evaluation.message);
        if (!content.ok()) {
          evaluation.end = ARC_COMPTIME_EFFECT;
          evaluation.message = std::string(content.status().message());
          continue;
        }
        files.emplace(evaluation.message, *std::move(content));
      }
      again.push_back(i);
    }
    if (again.empty()) break;
    std::vector<std::string> which;
    for (const size_t i : again) which.push_back(thunks[i]);
    auto more = ask(which, files);
    if (!more.ok()) {
      evaluations = more.status();
      break;
    }
    for (size_t k = 0; k < again.size(); ++k) (*evaluations)[again[k]] = std::move((*more)[k]);
  }
  if (!evaluations.ok()) {
    *error = std::string(evaluations.status().message());
    return {};
  }
  return *std::move(evaluations);
}

}  // namespace arc::comptime
