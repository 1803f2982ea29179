// What one evaluation at a time needs: a worker and a compiler.
#ifndef ARC_COMPTIME_SERVICE_LANE_H_
#define ARC_COMPTIME_SERVICE_LANE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "comptime/jit/jit.h"
#include "comptime/sandbox/worker.h"
#include "rpc/ttrpc/mutex.h"
#include "rpc/ttrpc/thread.h"

namespace arc::comptime {

struct Lane {
  std::unique_ptr<Worker> worker;
  // Null after a crash of the compiler; the next use makes a new one.
  std::unique_ptr<JitSession> session;
  // Both guarded by the pool's mutex.
  uint64_t connection = 0;         // whose batch runs; 0: nobody's
  uint64_t owner = 0;              // whose thunks ran in the process; 0: nobody's
  uint64_t processes_started = 0;  // when the lane was returned last
};

// Lanes for as many batches as run at a time, and the code that they share. Thread-safe.
//
// A connection gets workers in whose processes no thunk of others has run. Kept code and kept
// results (result_cache.h) are shared all the same: clients are of one user, and trust each other's
// values.
class LanePool {
 public:
  static absl::StatusOr<std::unique_ptr<LanePool>> Create(size_t lanes, uint64_t code_bytes);
  // Nothing runs any more.
  ~LanePool();

  // A lane with a worker in whose process no thunk of others has run; waits for one.
  absl::StatusOr<Lane*> Take(uint64_t connection);
  void Return(Lane* lane);
  // A connection is gone: what runs for it ends, and its workers get new processes, on a thread of
  // their own. Waits for neither.
  void Close(uint64_t connection);
  // Ends everything that runs.
  void InterruptAll();

  // Starts a worker here, and warms a compiler up on another thread; the lane that has them is the
  // first to be taken, as soon as they are ready.
  void WarmUp();
  JitSession& Session(Lane& lane);

  CodeStore& store() { return store_; }
  size_t size() const { return lanes_.size(); }
  // Processes that were started so far.
  uint64_t workers_started() const;

 private:
  LanePool(std::unique_ptr<Slab> slab, size_t lanes, uint64_t code_bytes);
  Lane* TakeFree(uint64_t connection);
  // The thread's body.
  void RenewClosed();

  // Before what uses it.
  const std::unique_ptr<Slab> slab_;
  CodeStore store_;
  mutable ttrpc::Mutex mutex_;
  ttrpc::CondVar returned_;
  std::vector<std::unique_ptr<Lane>> lanes_;  // the vector does not change
  std::vector<Lane*> free_ ABSL_GUARDED_BY(mutex_);
  bool warming_up_ ABSL_GUARDED_BY(mutex_) = false;
  // Lanes whose connection is gone; in no other list.
  std::vector<Lane*> closed_ ABSL_GUARDED_BY(mutex_);
  ttrpc::CondVar closed_changed_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<ttrpc::Thread> warm_up_;
  std::optional<ttrpc::Thread> renewer_ ABSL_GUARDED_BY(mutex_);  // since the first is closed
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SERVICE_LANE_H_
