// Threads that run the work of several clients, each client's turn by turn: one that asks for much
// delays itself.
#ifndef ARC_RPC_TTRPC_WORK_QUEUE_H_
#define ARC_RPC_TTRPC_WORK_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "rpc/ttrpc/mutex.h"
#include "rpc/ttrpc/thread.h"

namespace arc::ttrpc {

// Thread-safe.
class WorkQueue {
 public:
  using Task = absl::AnyInvocable<void()>;

  // Threads start when there is work for them, up to `max_threads` (at least 1).
  explicit WorkQueue(size_t max_threads);
  // Drops what has not begun, waits for what has. No task may be pushed any more.
  ~WorkQueue();

  // Tasks of one client begin in their order. ResourceExhausted: there is not one thread, nor can
  // there be; the task is dropped.
  absl::Status Push(uint64_t client, Task task);
  // Drops what a client has waiting.
  void Discard(uint64_t client);

 private:
  void Work();

  const size_t max_threads_;
  Mutex mutex_;
  // Signalled for a task, broadcast for the end.
  CondVar changed_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  size_t idle_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t waiting_tasks_ ABSL_GUARDED_BY(mutex_) = 0;
  // A client is in turns_ once if it has tasks, else in neither.
  absl::flat_hash_map<uint64_t, std::deque<Task>> tasks_ ABSL_GUARDED_BY(mutex_);
  std::deque<uint64_t> turns_ ABSL_GUARDED_BY(mutex_);
  // Joined first when this goes.
  std::vector<Thread> threads_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_WORK_QUEUE_H_
