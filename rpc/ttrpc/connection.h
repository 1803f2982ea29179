// One client of a server. Internal to the server.
//
// Two sides meet here: the loop, a single thread that reads; and whoever answers, on any thread.
// What both touch is guarded by mutex_. An answer goes into the socket on the thread that gives it,
// or, if the socket is full, by the loop later.
//
// Life: open -> finishing -> closed. Finishing (the client will send nothing more, or the server
// shuts down) becomes closed when nothing is in flight and all is sent. Whoever notices on another
// thread shuts the socket down, which the loop sees as a hang-up; only the loop closes, so the
// descriptor is valid wherever state_ is not closed under the mutex.
#ifndef ARC_RPC_TTRPC_CONNECTION_H_
#define ARC_RPC_TTRPC_CONNECTION_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rpc/ttrpc/frame.h"
#include "rpc/ttrpc/mutex.h"
#include "rpc/ttrpc/output_buffer.h"
#include "rpc/ttrpc/socket.h"

namespace arc::ttrpc {

// What the server counts over all connections. Outlives the server in calls that are answered late.
struct ServerLoad {
  // Calls in flight.
  std::atomic<int64_t> calls = 0;
  // When the last ended, or a connection did; MonotonicNanos().
  std::atomic<int64_t> last_activity = 0;
};

struct ConnectionLimits {
  size_t max_calls = 0;
  size_t max_queued_bytes = 0;
  size_t max_unsent_bytes = 0;
};

class Connection {
 public:
  // `epoll` outlives the open connection; it gets the events of `id`.
  Connection(uint64_t id, FileDescriptor socket, const PeerCredentials& peer, int epoll,
             const ConnectionLimits& limits, std::shared_ptr<ServerLoad> load);

  uint64_t id() const { return id_; }
  const PeerCredentials& peer() const { return peer_; }
  // Its client cannot get answers any more.
  bool gone() const { return gone_.load(std::memory_order_relaxed); }

  // The loop's.

  absl::Status Register();
  // Reads once and hands over the complete frames. Answers given within go out together, at least
  // each 200 µs.
  void Read(bool hung_up, absl::FunctionRef<void(const Frame&)> handle);
  void Write();
  // Takes no more requests to the end.
  void Finish();
  // Later answers are dropped.
  void Close();
  // Whether the client has let a half frame, or answers for it, lie since `since`.
  bool StalledSince(int64_t since) const;
  // Whether Read() found the end of both directions, or an error.
  bool broken() const { return broken_; }
  // The highest id of a request so far.
  uint32_t last_stream = 0;

  // Any thread's.

  // A call begins. False: too many are in flight.
  bool BeginCall(uint32_t stream);
  bool InFlight(uint32_t stream) const;
  // Its answer: `head` and `body` together are the data of the frame.
  // With a descriptor, unless it is none.
  void EndCall(uint32_t stream, absl::string_view head, absl::string_view body,
               FileDescriptor descriptor = {});
  // An answer to what never was a call.
  void Reject(uint32_t stream, const absl::Status& status);
  // Bytes of requests that wait for a worker; beyond the limit the loop reads no more of this
  // client.
  void Queued(size_t bytes);
  void Unqueued(size_t bytes);

 private:
  enum class State { kOpen, kFinishing, kClosed };

  void SendLocked(uint32_t stream, absl::string_view head, absl::string_view body,
                  FileDescriptor descriptor = {}) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FlushLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // After each change: what epoll shall report, and whether a finishing connection is done.
  void UpdateLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const uint64_t id_;
  const PeerCredentials peer_;
  const int epoll_;
  const ConnectionLimits limits_;
  const std::shared_ptr<ServerLoad> load_;
  std::atomic<bool> gone_ = false;

  // The loop's alone.
  FrameReader frames_;
  bool broken_ = false;
  // When the frame began that is not complete; 0: none.
  int64_t frame_began_ = 0;

  mutable Mutex mutex_;
  FileDescriptor socket_ ABSL_GUARDED_BY(mutex_);
  State state_ ABSL_GUARDED_BY(mutex_) = State::kOpen;
  OutputBuffer output_ ABSL_GUARDED_BY(mutex_);
  // Small answers wait for the end of Read().
  bool corked_ ABSL_GUARDED_BY(mutex_) = false;
  // Nothing can be sent any more.
  bool send_failed_ ABSL_GUARDED_BY(mutex_) = false;
  // The client has closed its sending side.
  bool read_closed_ ABSL_GUARDED_BY(mutex_) = false;
  uint32_t events_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t queued_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  // When bytes last went out, or the first was kept.
  int64_t send_progress_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_set<uint32_t> in_flight_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_CONNECTION_H_
