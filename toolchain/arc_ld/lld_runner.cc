#include "toolchain/arc_ld/lld_runner.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "lld/Common/Driver.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/raw_ostream.h"

LLD_HAS_DRIVER(elf)

namespace arc::ld {
namespace {

// Constant-initialized. NOLINTNEXTLINE(bugprone-throwing-static-initialization)
ABSL_CONST_INIT absl::Mutex lld_mutex(absl::kConstInit);
bool lld_unusable ABSL_GUARDED_BY(lld_mutex) = false;

absl::Status WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return absl::ErrnoToStatus(errno, "cannot write a file in memory");
    }
    bytes.remove_prefix(written);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MemoryFile> MemoryFile::Create(std::string shown_as, absl::string_view contents) {
  int descriptor = memfd_create("arc-ld", MFD_CLOEXEC);
  if (descriptor < 0) return absl::ErrnoToStatus(errno, "cannot create a file in memory");
  MemoryFile file(descriptor, std::move(shown_as));
  if (absl::Status status = WriteAll(descriptor, contents); !status.ok()) return status;
  return file;
}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), shown_as_(std::move(other.shown_as_)) {}

MemoryFile& MemoryFile::operator=(MemoryFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(shown_as_, other.shown_as_);
  return *this;
}

MemoryFile::~MemoryFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::string MemoryFile::path() const { return absl::StrCat("/proc/self/fd/", descriptor_); }

namespace {

// Collects what is written into a pipe, in a thread.
//
// lld writes its output by path and makes a temporary file beside anything that looks like a file,
// which fails beside a file in memory; into a folder on disk it would map the file, and a full disk
// would kill the process. Into a pipe it writes the finished bytes, which then need no disk at all.
class PipeReader {
 public:
  PipeReader() = default;
  PipeReader(const PipeReader&) = delete;
  PipeReader& operator=(const PipeReader&) = delete;
  ~PipeReader() {
    if (thread_.joinable()) Finish();
    for (int descriptor : {data_[0], data_[1], end_[0], end_[1]}) {
      if (descriptor >= 0) close(descriptor);
    }
  }

  absl::Status Open() {
    if (pipe2(data_, O_CLOEXEC) != 0 || pipe2(end_, O_CLOEXEC) != 0) {
      return absl::ErrnoToStatus(errno, "cannot create a pipe");
    }
    // Fewer turns between writer and reader; a refusal does no harm.
    fcntl(data_[0], F_SETPIPE_SZ, 1 << 20);
    fcntl(data_[0], F_SETFL, O_NONBLOCK);
    return absl::OkStatus();
  }

  int write_end() const { return data_[1]; }
  // The pipe as a file to write.
  std::string path() const { return absl::StrCat("/proc/self/fd/", data_[1]); }

  void Start() {
    thread_ = std::thread([this] { Collect(); });
  }

  // To be called when the writer is done, or died: its end need not be closed.
  std::string Finish() {
    const char byte = 0;
    while (write(end_[1], &byte, 1) < 0 && errno == EINTR) {
    }
    thread_.join();
    return std::move(bytes_);
  }

 private:
  void Collect() {
    for (bool ended = false; !ended;) {
      pollfd events[] = {{data_[0], POLLIN, 0}, {end_[0], POLLIN, 0}};
      if (poll(events, 2, -1) < 0 && errno != EINTR) return;
      // Seen before the last read, so that read meets all that was written.
      ended = events[1].revents != 0;
      while (ReadSome()) {
      }
    }
  }

  bool ReadSome() {
    constexpr size_t kChunk = 1 << 18;
    const size_t old_size = bytes_.size();
    bytes_.resize(old_size + kChunk);
    const ssize_t count = read(data_[0], bytes_.data() + old_size, kChunk);
    bytes_.resize(old_size + (count > 0 ? count : 0));
    return count > 0 || (count < 0 && errno == EINTR);
  }

  int data_[2] = {-1, -1};
  int end_[2] = {-1, -1};
  std::string bytes_;
  std::thread thread_;
};

// The pipes of one run. What lld prints needs pipes only when it runs in a child.
struct Pipes {
  PipeReader program;
  PipeReader map;
  PipeReader diagnostics;
  PipeReader standard_output;
};

struct Printed {
  std::string diagnostics;
  std::string standard_output;
};

lld::Result CallLld(absl::string_view tool, const std::vector<std::string>& arguments,
                    const Pipes& pipes, bool want_map, Printed& printed) {
  // lldMain recovers from fatal() and from signals only when recovery is on.
  llvm::CrashRecoveryContext::Enable();
  const std::string name(tool);
  const std::string output = pipes.program.path();
  const std::string map = absl::StrCat("-Map=", pipes.map.path());
  std::vector<const char*> argv = {name.c_str(), "-flavor", "gnu", "-o", output.c_str()};
  if (want_map) argv.push_back(map.c_str());
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  llvm::raw_string_ostream diagnostics(printed.diagnostics);
  llvm::raw_string_ostream standard_output(printed.standard_output);
  return lld::lldMain(argv, standard_output, diagnostics, {{lld::Gnu, &lld::elf::link}});
}

// Exit codes of the child; every other end means that it did not come to report.
constexpr int kChildSucceeded = 100;
constexpr int kChildFailed = 101;

// Nothing when lld died.
absl::StatusOr<std::optional<LldOutcome>> RunInChild(absl::string_view tool,
                                                     const std::vector<std::string>& arguments,
                                                     bool want_map) {
  Pipes pipes;
  for (PipeReader* pipe :
       {&pipes.program, &pipes.map, &pipes.diagnostics, &pipes.standard_output}) {
    if (absl::Status status = pipe->Open(); !status.ok()) return status;
  }
  const pid_t child = fork();
  if (child < 0) return absl::ErrnoToStatus(errno, "cannot start a process for the linker");
  if (child == 0) {
    Printed printed;
    const lld::Result result = CallLld(tool, arguments, pipes, want_map, printed);
    if (result.retCode != 0 && result.retCode != 1) _exit(result.retCode);
    const bool reported = WriteAll(pipes.diagnostics.write_end(), printed.diagnostics).ok() &&
                          WriteAll(pipes.standard_output.write_end(), printed.standard_output).ok();
    _exit(!reported ? 1 : result.retCode == 0 ? kChildSucceeded : kChildFailed);
  }
  // Started after the fork, so that the child begins with one thread.
  for (PipeReader* pipe :
       {&pipes.program, &pipes.map, &pipes.diagnostics, &pipes.standard_output}) {
    pipe->Start();
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  LldOutcome outcome;
  outcome.program = pipes.program.Finish();
  outcome.map = pipes.map.Finish();
  outcome.diagnostics = pipes.diagnostics.Finish();
  outcome.standard_output = pipes.standard_output.Finish();
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  if (code != kChildSucceeded && code != kChildFailed) return std::nullopt;
  outcome.succeeded = code == kChildSucceeded;
  return outcome;
}

absl::StatusOr<LldOutcome> RunHere(absl::string_view tool,
                                   const std::vector<std::string>& arguments, bool want_map,
                                   bool& can_run_again) {
  Pipes pipes;
  for (PipeReader* pipe : {&pipes.program, &pipes.map}) {
    if (pipe == &pipes.map && !want_map) continue;
    if (absl::Status status = pipe->Open(); !status.ok()) return status;
    pipe->Start();
  }
  Printed printed;
  const lld::Result result = CallLld(tool, arguments, pipes, want_map, printed);
  can_run_again = result.canRunAgain;
  LldOutcome outcome;
  outcome.program = pipes.program.Finish();
  if (want_map) outcome.map = pipes.map.Finish();
  outcome.diagnostics = std::move(printed.diagnostics);
  outcome.standard_output = std::move(printed.standard_output);
  outcome.succeeded = result.retCode == 0;
  // Errors that lld reports give 1; a recovered signal gives 128 + its number.
  outcome.crashed = result.retCode != 0 && result.retCode != 1;
  return outcome;
}

}  // namespace

absl::StatusOr<LldOutcome> RunLld(absl::string_view tool, std::vector<std::string> arguments,
                                  int threads, bool want_map) {
  absl::MutexLock lock(&lld_mutex);
  if (lld_unusable) {
    return absl::FailedPreconditionError(
        "an earlier link failed in a way that needs a new process for the next one");
  }
  if (threads != 1) {
    std::vector<std::string> with_threads = arguments;
    if (threads > 0) with_threads.push_back(absl::StrCat("--threads=", threads));
    absl::StatusOr<std::optional<LldOutcome>> outcome = RunInChild(tool, with_threads, want_map);
    if (!outcome.ok()) return outcome.status();
    if (outcome->has_value()) return **std::move(outcome);
    // The run with one thread meets the same input and can say what is wrong with it.
  }
  arguments.push_back("--threads=1");
  bool can_run_again = true;
  absl::StatusOr<LldOutcome> outcome = RunHere(tool, arguments, want_map, can_run_again);
  lld_unusable = !can_run_again;
  return outcome;
}

bool RunGuarded(void (*function)(void*), void* argument) {
  llvm::CrashRecoveryContext::Enable();
  llvm::CrashRecoveryContext context;
  return context.RunSafely([&] { function(argument); });
}

}  // namespace arc::ld
