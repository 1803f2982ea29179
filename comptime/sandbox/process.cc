#include "comptime/sandbox/process.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>

#include "absl/status/status.h"
#include "comptime/sandbox/image.h"
#include "comptime/sandbox/layout.h"
#include "comptime/sandbox/memory_file.h"
#include "rpc/ttrpc/thread.h"

// The C library's clone under its other name: sanitizers take the first for a fork.
// NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" int __clone(int (*function)(void*), void* stack, int flags, void* argument, ...);

namespace arc::comptime {
namespace {

constexpr int kFdCount = 3;
constexpr unsigned kCloseRangeCloseOnExec = 4;

struct Request {
  int image_fd;
  int fds[kFdCount];
  pid_t pid = 0;
  int error = 0;
  bool done = false;
};

// The child's part up to the new program, in this process's memory: system calls only, and not
// through functions that a sanitizer watches.
int RunChild(void* argument) {
  auto* request = static_cast<Request*>(argument);
  // Out of the way of the numbers that the program expects. Close-on-exec, but for those.
  constexpr int kAbove = 16;
  const int image =
      static_cast<int>(syscall(SYS_fcntl, request->image_fd, F_DUPFD_CLOEXEC, kAbove));
  int kept[kFdCount];
  bool failed = image < 0;
  for (int i = 0; i < kFdCount; ++i) {
    kept[i] = static_cast<int>(syscall(SYS_fcntl, request->fds[i], F_DUPFD_CLOEXEC, kAbove));
    failed = failed || kept[i] < 0;
  }
  for (int i = 0; i < kFdCount && !failed; ++i) failed = syscall(SYS_dup3, kept[i], i, 0) < 0;
  if (!failed) {
    // What this process opened without close-on-exec must not reach the program either.
    if (syscall(SYS_close_range, kFdCount, ~0U, kCloseRangeCloseOnExec) != 0) {
      constexpr int kOldLimit = 1024;  // kernels before 5.11
      for (int fd = kFdCount; fd < kOldLimit; ++fd) syscall(SYS_fcntl, fd, F_SETFD, FD_CLOEXEC);
    }
    char name[] = "arc-comptime-worker";
    char* arguments[] = {name, nullptr};
    char* environment[] = {nullptr};
    syscall(SYS_execveat, image, "", arguments, environment, AT_EMPTY_PATH);
  }
  request->error = errno;
  syscall(SYS_exit, 127);
  return 0;
}

// The kernel kills children (PR_SET_PDEATHSIG) when the thread that made them ends: so one thread
// makes them all, and never ends.
class Spawner {
 public:
  static Spawner& Get() {
    static auto* spawner = new Spawner;
    return *spawner;
  }

  // Not OK: the thread cannot be started.
  absl::Status Spawn(Request& request) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!thread_) {
      absl::StatusOr<ttrpc::Thread> thread = ttrpc::Thread::Start([this] { Serve(); });
      if (!thread.ok()) return thread.status();
      thread_.emplace(*std::move(thread));
    }
    changed_.wait(lock, [this] { return request_ == nullptr; });
    request_ = &request;
    changed_.notify_all();
    changed_.wait(lock, [&request] { return request.done; });
    return absl::OkStatus();
  }

 private:
  Spawner() = default;

  void Serve() {
    // The child gets the mask; no handler of this process, not even for faults, may run in it. It
    // unblocks all itself.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return request_ != nullptr; });
      // The thread waits until the child runs the new program: both may use this memory.
      const int pid =
          __clone(RunChild, stack_ + sizeof(stack_), CLONE_VM | CLONE_VFORK | SIGCHLD, request_);
      request_->pid = pid;
      if (pid < 0) request_->error = errno;
      request_->done = true;
      request_ = nullptr;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::optional<ttrpc::Thread> thread_;
  Request* request_ = nullptr;
  alignas(16) char stack_[64 << 10];
};

absl::StatusOr<int> ImageFd() {
  static const auto* file = new absl::StatusOr<MemoryFile>(
      MemoryFile::Sealed("arc-comptime-worker", Image::Get().bytes()));
  if (!file->ok()) return file->status();
  return (*file)->fd();
}

}  // namespace

absl::StatusOr<pid_t> StartProcess(int shared_fd, int code_fd, int data_fd) {
  const absl::StatusOr<int> image = ImageFd();
  if (!image.ok()) return image.status();
  static_assert(kSharedFd == 0 && kCodeFd == 1 && kDataFd == 2);
  Request request = {.image_fd = *image, .fds = {shared_fd, code_fd, data_fd}};
  if (absl::Status status = Spawner::Get().Spawn(request); !status.ok()) return status;
  if (request.pid < 0) {
    return absl::ErrnoToStatus(request.error, "cannot start a worker of comptime");
  }
  if (request.error != 0) {
    waitpid(request.pid, nullptr, 0);
    return absl::ErrnoToStatus(request.error, "cannot run the worker of comptime");
  }
  return request.pid;
}

}  // namespace arc::comptime
