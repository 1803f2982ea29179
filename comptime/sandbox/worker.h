// A process that runs thunks, and nothing else: it holds the image, the slab and memory of its own,
// and may wait on a futex, nothing more (seccomp). docs/design/comptime.md has its memory.
#ifndef ARC_COMPTIME_SANDBOX_WORKER_H_
#define ARC_COMPTIME_SANDBOX_WORKER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "comptime/api/comptime_api.h"
#include "comptime/sandbox/image_file.h"

namespace arc::comptime {

// Memory for compiled code, shared by this process and the workers that are started with it. Code
// and constants go to the first part, writable data to the second; the sizes are those of
// comptime_api.h. Not thread-safe.
class Slab {
 public:
  static absl::StatusOr<std::unique_ptr<Slab>> Create();
  ~Slab();
  Slab(const Slab&) = delete;
  Slab& operator=(const Slab&) = delete;

  // Where this process writes what a worker sees at `address`.
  uint8_t* At(uint64_t address) const;
  int code_fd() const { return code_fd_; }
  int data_fd() const { return data_fd_; }

 private:
  Slab(int code_fd, int data_fd, uint8_t* code, uint8_t* data);
  int code_fd_, data_fd_;
  uint8_t *code_, *data_;
};

struct RunLimits {
  uint64_t fuel = 4'000'000'000;
  uint64_t memory_bytes = uint64_t{1} << 30;
  uint64_t stack_bytes = uint64_t{8} << 20;
  uint64_t output_bytes = uint64_t{256} << 10;
  uint64_t result_bytes = uint64_t{256} << 20;
  uint64_t milliseconds = 60'000;  // of processor time
};

struct RunOutput {
  bool warning = false;
  std::string text;  // as written: may not be UTF-8
};

struct RunOutcome {
  ArcComptimeEnd end = ARC_COMPTIME_NOT_RUN;
  std::string message;
  std::vector<uint64_t> frames;  // as in ArcComptimeControl
  std::vector<RunOutput> outputs;
  std::vector<std::string> questions;  // as asked: may not be UTF-8
  uint64_t fuel_used = 0;
  uint64_t memory_peak = 0;
  uint64_t nanoseconds = 0;
  // With ARC_COMPTIME_DONE: the image, checked: links lie inside of it, aligned, in order of their
  // slots, each with one slot. Valid until the worker's next run. The links are a copy; the image
  // is memory that a hostile thunk may still change: what decides on its bytes copies them first.
  absl::Span<const uint8_t> image;
  uint64_t image_align = 1;
  absl::Span<const ArcComptimeLink> links;
};

// One process at a time; a new one takes the place of one that died. Not thread-safe.
class Worker {
 public:
  // `slab` outlives the worker. Starts the process right away, so that the first run need not.
  static absl::StatusOr<std::unique_ptr<Worker>> Start(const Slab& slab);
  ~Worker();  // ends the process
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Calls the thunk at `address`. Not OK only when no process can be started. `files` are read by
  // the thunk through the api.
  struct File {
    absl::string_view path, content;
  };
  absl::StatusOr<RunOutcome> Run(uint64_t address, const RunLimits& limits,
                                 absl::Span<const File> files = {});

  // The image of the last run, whose outcome is of no use any more, in the memory in which it was
  // written; there must be one. The process ends, so that nobody changes it.
  absl::StatusOr<std::shared_ptr<const ImageFile>> TakeImage();

  // Ends the run that is going on, or the next one when there is none, with
  // ARC_COMPTIME_WORKER_DIED: for clients that have gone. From any thread.
  void Interrupt();

  // For another client: a new process takes the place of this one, where a hostile thunk may have
  // made itself at home, and an Interrupt that came too late is forgotten.
  absl::Status Renew();

  int64_t pid() const;  // 0: none at the moment
  uint64_t processes_started() const;

 private:
  struct State;
  explicit Worker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_WORKER_H_
