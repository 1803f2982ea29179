// Threads whose start can fail, which std::thread reports by an exception only.
#ifndef ARC_RPC_TTRPC_THREAD_H_
#define ARC_RPC_TTRPC_THREAD_H_

#include <pthread.h>

#include <optional>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"

namespace arc::ttrpc {

// Joined when destroyed. Blocks signals, so that they go to threads of the program's own: all but
// those of faults, which are the thread's that makes them, and for which a process may have
// handlers.
class Thread {
 public:
  // ResourceExhausted: the system has no more threads.
  static absl::StatusOr<Thread> Start(absl::AnyInvocable<void()> body);

  Thread(Thread&& other) noexcept : thread_(std::exchange(other.thread_, std::nullopt)) {}
  Thread& operator=(Thread&& other) noexcept {
    std::swap(thread_, other.thread_);
    return *this;
  }
  ~Thread() {
    if (thread_) pthread_join(*thread_, nullptr);
  }

 private:
  explicit Thread(pthread_t thread) : thread_(thread) {}

  std::optional<pthread_t> thread_;
};

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_THREAD_H_
