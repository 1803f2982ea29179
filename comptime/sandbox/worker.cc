#include "comptime/sandbox/worker.h"

#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <ctime>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "comptime/sandbox/answer.h"
#include "comptime/sandbox/layout.h"
#include "comptime/sandbox/memory_file.h"
#include "comptime/sandbox/process.h"

namespace arc::comptime {
namespace {

constexpr uint32_t kWorkerTurn = 1;

// How soon it is noticed that the process has died, or has run for too long.
constexpr int64_t kFirstSleep = 1'000'000;
constexpr int64_t kLongestSleep = 10'000'000;
// What a process gets to report where it was when its time was over.
constexpr int64_t kGrace = 200'000'000;
// An evaluation waits for nothing: one that uses no time at all for so long sleeps, and will not
// wake. (On a busy machine it gets its share.)
constexpr int64_t kLeastStall = 1'000'000'000;
constexpr int64_t kMostStall = 10'000'000'000;

// Memory of the shared file that is kept for the next run.
constexpr uint64_t kKeptBytes = 4 << 20;

constexpr uint64_t kPage = 4096;
constexpr uint64_t kLeastHeapBytes = uint64_t{2} << 30;
constexpr uint64_t kLeastStackBytes = uint64_t{8} << 20;

constexpr char kInterruptedMessage[] = "the evaluation was interrupted";

RunOutcome Interrupted() {
  RunOutcome outcome;
  outcome.end = ARC_COMPTIME_WORKER_DIED;
  outcome.message = kInterruptedMessage;
  return outcome;
}

int64_t Now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

void Pause() { __builtin_ia32_pause(); }

uint64_t WholePages(uint64_t bytes) { return (bytes + kPage - 1) / kPage * kPage; }

// What the process needs to have mapped. The arena is longer than the limit (worker/heap.cc).
uint64_t HeapBytes(const RunLimits& limits) {
  return 2 * WholePages(std::min(limits.memory_bytes, kMostHeapBytes / 2));
}
uint64_t StackBytes(const RunLimits& limits) {
  return WholePages(std::min(limits.stack_bytes, kMostStackBytes));
}

std::string DescribeDeath(int status) {
  if (WIFEXITED(status)) {
    return absl::StrCat("the evaluation's process ended with code ", WEXITSTATUS(status));
  }
  const int signal = WTERMSIG(status);
  switch (signal) {
    case SIGSYS:
      return "the evaluation's process made a system call, which is forbidden";
    case SIGKILL:
      return "the evaluation's process was killed from outside, perhaps for want of memory";
    default:
      return absl::StrCat("the evaluation's process died of signal ", signal, " (",
                          strsignal(signal), ")");
  }
}

absl::StatusOr<std::unique_ptr<MemoryFile>> MakeShared() {
  auto file = MemoryFile::Create("arc-comptime-shared", kSharedBytes, /*executable=*/false);
  if (!file.ok()) return file.status();
  return std::make_unique<MemoryFile>(*std::move(file));
}

}  // namespace

struct Worker::State {
  State(const Slab& slab, std::unique_ptr<MemoryFile> shared, uint8_t* memory)
      : slab(slab), shared(std::move(shared)), memory(memory) {}
  ~State() {
    End();
    munmap(memory, kSharedBytes);
  }

  ArcComptimeControl* control() const { return reinterpret_cast<ArcComptimeControl*>(memory); }
  Session* session() const { return reinterpret_cast<Session*>(memory + kSessionOffset); }
  uint32_t* turn() const { return &control()->turn; }

  // A process with heap and stack of these sizes. On failure the sizes are the least again: what
  // one client asked for must not keep the next from being served.
  absl::Status Begin();
  void ForgetSizes() {
    heap_bytes = kLeastHeapBytes;
    stack_bytes = kLeastStackBytes;
  }
  void End();
  // The status of the process if it has died; it is gone then.
  std::optional<int> TakeDeath();

  absl::Status WriteRequest(uint64_t address, const RunLimits& limits,
                            absl::Span<const File> files);
  enum class Waited { kAnswered, kDied, kTimedOut, kInterrupted };
  Waited Wait(const RunLimits& limits, int& status);
  int64_t ProcessorTime() const;
  void DropMemory();

  const Slab& slab;
  std::unique_ptr<MemoryFile> shared;  // mapped at `memory`
  uint8_t* const memory;
  pid_t pid = 0;  // 0: none
  uint64_t started = 0;
  // What the process has mapped, or will have.
  uint64_t heap_bytes = kLeastHeapBytes;
  uint64_t stack_bytes = kLeastStackBytes;
  std::atomic<bool> interrupted{false};
  // It was told that its time is over, and may get to that late.
  bool told = false;
  // Memory of the shared file that the last run wrote, at most.
  uint64_t image_bytes = 0, link_bytes = 0, file_bytes = 0;
  std::vector<ArcComptimeLink> links;
  Patience patience;
};

absl::Status Worker::State::Begin() {
  // Nothing of a process before this one: it may have written anywhere.
  if (started != 0) {
    shared->Drop(0, kSharedBytes);
    *control() = {};
    *session() = {};
  }
  image_bytes = link_bytes = file_bytes = 0;
  told = false;
  session()->heap_bytes = heap_bytes;
  session()->stack_bytes = stack_bytes;
  session()->parent = getpid();
  const absl::StatusOr<pid_t> process = StartProcess(shared->fd(), slab.code_fd(), slab.data_fd());
  if (!process.ok()) {
    ForgetSizes();
    return process.status();
  }
  pid = *process;
  ++started;
  return absl::OkStatus();
}

void Worker::State::End() {
  if (pid == 0) return;
  kill(pid, SIGKILL);
  while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid = 0;
}

std::optional<int> Worker::State::TakeDeath() {
  int status = 0;
  if (waitpid(pid, &status, WNOHANG) != pid) return std::nullopt;
  pid = 0;
  return status;
}

void Worker::State::DropMemory() {
  if (image_bytes > kKeptBytes) {
    shared->Drop(kResultOffset + kKeptBytes, WholePages(image_bytes) - kKeptBytes);
  }
  if (link_bytes > kKeptBytes) {
    const uint64_t dropped = WholePages(link_bytes);
    shared->Drop(kSharedBytes - dropped, dropped);
  }
  if (file_bytes > kKeptBytes) shared->Drop(ARC_COMPTIME_FILES_OFFSET, WholePages(file_bytes));
  image_bytes = link_bytes = file_bytes = 0;
}

absl::Status Worker::State::WriteRequest(uint64_t address, const RunLimits& limits,
                                         absl::Span<const File> files) {
  uint64_t bytes = files.size() * sizeof(ArcComptimeFile);
  for (const File& file : files) bytes += file.path.size() + file.content.size();
  if (bytes > ARC_COMPTIME_FILES_BYTES) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "files for comptime take ", bytes, " bytes, of at most ", ARC_COMPTIME_FILES_BYTES));
  }
  constexpr uint64_t kFilesAddress = ARC_COMPTIME_CONTROL_ADDRESS + ARC_COMPTIME_FILES_OFFSET;
  uint8_t* const area = memory + ARC_COMPTIME_FILES_OFFSET;
  uint64_t at = files.size() * sizeof(ArcComptimeFile);
  const auto put = [&](absl::string_view text) {
    std::memcpy(area + at, text.data(), text.size());
    // An address of the worker. NOLINTNEXTLINE(performance-no-int-to-ptr)
    const auto* there = reinterpret_cast<const uint8_t*>(kFilesAddress + at);
    at += text.size();
    return there;
  };
  for (size_t i = 0; i < files.size(); ++i) {
    ArcComptimeFile record;
    record.path = put(files[i].path);
    record.path_length = files[i].path.size();
    record.data = put(files[i].content);
    record.length = files[i].content.size();
    std::memcpy(area + i * sizeof(record), &record, sizeof(record));
  }
  file_bytes = bytes;

  ArcComptimeControl* request = control();
  request->fuel = static_cast<int64_t>(std::min<uint64_t>(limits.fuel, INT64_MAX));
  request->end = ARC_COMPTIME_NOT_RUN;
  request->thunk = address;
  request->memory_limit = std::min(limits.memory_bytes, kMostHeapBytes / 2);
  request->stack_limit = limits.stack_bytes;
  request->output_limit = limits.output_bytes;
  request->result_limit = limits.result_bytes;
  request->files = kFilesAddress;
  request->file_count = files.size();
  request->output_bytes = 0;
  return absl::OkStatus();
}

int64_t Worker::State::ProcessorTime() const {
  clockid_t clock;
  timespec time;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

Worker::State::Waited Worker::State::Wait(const RunLimits& limits, int& status) {
  // Acquire: pairs with the worker's store, behind which the answer is.
  const auto answered = [this](int order) { return __atomic_load_n(turn(), order) != kWorkerTurn; };
  const int looks = patience.Looks();
  for (int i = 0; i < looks; ++i) {
    if (answered(__ATOMIC_ACQUIRE)) return Waited::kAnswered;
    Pause();
  }
  if (looks != 0 && __atomic_load_n(&session()->request_seen, __ATOMIC_RELAXED) == 0) {
    patience.Lose();
  }
  const auto most =
      static_cast<int64_t>(std::min<uint64_t>(limits.milliseconds, INT64_MAX / 100'000'000)) *
      1'000'000;
  const int64_t stall = std::clamp(most, kLeastStall, kMostStall);
  std::optional<int64_t> first;  // processor time at the first look
  int64_t last = 0;              // and at the last one where it had grown
  // How long this side slept since then. Not by a clock: all of this may be stopped for a while.
  int64_t idle = 0;
  int64_t told_at = 0;
  int64_t sleep = kFirstSleep;
  // Sequentially consistent on both sides: either the worker sees that this side sleeps, or this
  // side sees the answer.
  __atomic_store_n(&session()->service_sleeps, 1, __ATOMIC_SEQ_CST);
  Waited result = Waited::kAnswered;
  while (!answered(__ATOMIC_SEQ_CST)) {
    const timespec timeout = {.tv_sec = 0, .tv_nsec = sleep};
    syscall(SYS_futex, turn(), FUTEX_WAIT, kWorkerTurn, &timeout, nullptr, 0);
    if (answered(__ATOMIC_ACQUIRE)) break;
    if (interrupted.exchange(false)) {
      result = Waited::kInterrupted;
      break;
    }
    if (const std::optional<int> death = TakeDeath()) {
      status = *death;
      result = Waited::kDied;
      break;
    }
    const int64_t slept = sleep;
    sleep = std::min(2 * sleep, kLongestSleep);
    if (told_at != 0) {
      if (Now() - told_at < kGrace) continue;
      result = Waited::kTimedOut;
      break;
    }
    const int64_t used = ProcessorTime();
    if (!first.has_value()) first = used;
    idle = used != last ? 0 : idle + slept;
    last = used;
    if (used - *first < most && idle < stall) continue;
    told = true;
    told_at = Now();
    sleep = kFirstSleep;
    kill(pid, kTimeOutSignal);
  }
  __atomic_store_n(&session()->service_sleeps, 0, __ATOMIC_RELAXED);
  return result;
}

absl::StatusOr<std::unique_ptr<Worker>> Worker::Start(const Slab& slab) {
  auto shared = MakeShared();
  if (!shared.ok()) return shared.status();
  const absl::StatusOr<uint8_t*> memory = (*shared)->Map();
  if (!memory.ok()) return memory.status();
  auto state = std::make_unique<State>(slab, *std::move(shared), *memory);
  if (absl::Status status = state->Begin(); !status.ok()) return status;
  return std::unique_ptr<Worker>(new Worker(std::move(state)));
}

Worker::Worker(std::unique_ptr<State> state) : state_(std::move(state)) {}
Worker::~Worker() = default;

void Worker::Interrupt() {
  state_->interrupted = true;
  // The waiting side looks at once.
  syscall(SYS_futex, state_->turn(), FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0);
}

absl::Status Worker::Renew() {
  state_->End();
  state_->ForgetSizes();
  state_->interrupted = false;
  return state_->Begin();
}

absl::StatusOr<std::shared_ptr<const ImageFile>> Worker::TakeImage() {
  State& state = *state_;
  const uint64_t size = state.image_bytes;
  auto shared = MakeShared();
  if (!shared.ok()) return shared.status();
  state.End();
  // In the same place: another thread may want to wake who waits there.
  if (!(*shared)->MapOver(state.memory)) {
    return absl::ErrnoToStatus(errno, "cannot map a file in memory");
  }
  std::swap(state.shared, *shared);
  state.image_bytes = state.link_bytes = state.file_bytes = 0;
  const std::unique_ptr<MemoryFile> taken = *std::move(shared);
  // Nothing but the image.
  taken->Drop(0, kResultOffset);
  const uint64_t end = kResultOffset + WholePages(size);
  if (end < kSharedBytes) taken->Drop(end, kSharedBytes - end);
  if (absl::Status status = taken->Seal(); !status.ok()) return status;
  return std::make_shared<const ImageFile>(std::move(*taken), kResultOffset, size);
}

int64_t Worker::pid() const { return state_->pid; }
uint64_t Worker::processes_started() const { return state_->started; }

absl::StatusOr<RunOutcome> Worker::Run(uint64_t address, const RunLimits& limits,
                                       absl::Span<const File> files) {
  State& state = *state_;
  if (state.interrupted.exchange(false)) return Interrupted();
  if (HeapBytes(limits) > state.heap_bytes || StackBytes(limits) > state.stack_bytes) {
    state.heap_bytes = std::max(state.heap_bytes, HeapBytes(limits));
    state.stack_bytes = std::max(state.stack_bytes, StackBytes(limits));
    state.End();
  }
  // It may still get a signal that was meant for the last run.
  if (state.told) state.End();
  if (state.pid != 0) state.TakeDeath();
  if (state.pid == 0) {
    if (absl::Status status = state.Begin(); !status.ok()) return status;
  }
  state.DropMemory();
  if (absl::Status status = state.WriteRequest(address, limits, files); !status.ok()) return status;

  const int64_t begin = Now();
  __atomic_store_n(&state.session()->request_seen, 0, __ATOMIC_RELAXED);
  __atomic_store_n(state.turn(), kWorkerTurn, __ATOMIC_SEQ_CST);
  if (__atomic_load_n(&state.session()->worker_sleeps, __ATOMIC_SEQ_CST) != 0) {
    syscall(SYS_futex, state.turn(), FUTEX_WAKE, 1, nullptr, nullptr, 0);
  }
  int death = 0;
  const State::Waited waited = state.Wait(limits, death);
  __atomic_store_n(&state.session()->answer_seen, 1, __ATOMIC_RELAXED);

  RunOutcome outcome;
  outcome.nanoseconds = static_cast<uint64_t>(Now() - begin);
  ArcComptimeControl control;
  CopyShared(&control, state.memory, sizeof(control));
  const absl::Span<const uint8_t> output(state.memory + ARC_COMPTIME_OUTPUT_OFFSET,
                                         ARC_COMPTIME_OUTPUT_BYTES);
  const absl::Span<const uint8_t> result(state.memory + kResultOffset, ARC_COMPTIME_RESULT_BYTES);
  const auto fuel = static_cast<int64_t>(std::min<uint64_t>(limits.fuel, INT64_MAX));
  const int64_t left = std::clamp<int64_t>(control.fuel, 0, fuel);
  outcome.fuel_used = static_cast<uint64_t>(fuel - left);
  if (waited == State::Waited::kAnswered &&
      ReadAnswer(control, output, result, limits, outcome, state.links)) {
    // However it ended: a panic may come behind a result.
    state.image_bytes = std::min<uint64_t>(control.image_bytes, ARC_COMPTIME_RESULT_BYTES);
    state.link_bytes = std::min<uint64_t>(control.link_count,
                                          ARC_COMPTIME_RESULT_BYTES / sizeof(ArcComptimeLink)) *
                       sizeof(ArcComptimeLink);
    // Loops count in a register, and need not write it back before they say so.
    if (outcome.end == ARC_COMPTIME_OUT_OF_FUEL) outcome.fuel_used = static_cast<uint64_t>(fuel);
    // A thunk with wild pointers may have hit what the loop needs.
    if (outcome.end == ARC_COMPTIME_FAULT) state.End();
    return outcome;
  }

  // What it printed is still of use.
  outcome.frames.clear();
  outcome.outputs.clear();
  ReadOutput(control, output, outcome.outputs, outcome.questions);
  if (waited == State::Waited::kDied) {
    const uint32_t step = state.session()->failed_step;
    if (WIFEXITED(death) && WEXITSTATUS(death) == kStartFailedCode) {
      state.ForgetSizes();
      // What the process says of itself may be nothing.
      const int error = state.session()->error;
      return absl::ErrnoToStatus(
          error != 0 ? error : EIO,
          absl::StrCat("a worker of comptime cannot begin (step ", step, ")"));
    }
    outcome.end = ARC_COMPTIME_WORKER_DIED;
    outcome.message = DescribeDeath(death);
  } else if (waited == State::Waited::kTimedOut) {
    outcome.end = ARC_COMPTIME_TIMED_OUT;
    outcome.message.clear();
  } else if (waited == State::Waited::kInterrupted) {
    outcome.end = ARC_COMPTIME_WORKER_DIED;
    outcome.message = kInterruptedMessage;
  } else {
    outcome.end = ARC_COMPTIME_WORKER_DIED;
    outcome.message = "the evaluation broke the process that it ran in";
  }
  state.End();
  return outcome;
}

}  // namespace arc::comptime
