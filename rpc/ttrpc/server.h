// The answering side of ttrpc.
//
// Threads. One, the loop, waits in epoll for all connections, reads, and runs the methods
// registered as kInline. Those registered as kWorker run on up to max_workers threads, each
// client's turn by turn. A method may also keep its ServerCall and answer later from any thread, so
// that calls that wait for something hold no thread. Connections have none.
//
// Clients are not trusted. What they get for what they do:
//
// clang-format off
//   frame of more than 4 MiB            dropped as it comes; ResourceExhausted; the connection lives
//   even or reused stream id            InvalidArgument; lives
//   no such message, text not UTF-8     InvalidArgument; lives
//   unknown type of frame               ignored
//   stream instead of a unary call      Unimplemented; lives. Data of such a stream: InvalidArgument
//   unknown service or method           Unimplemented
//   more than max_calls in flight       ResourceExhausted
//   a timeout that is over              DeadlineExceeded, without running the method
//   requests faster than workers        its socket is not read while max_queued_bytes wait
//   answers not read                    no more requests taken above 1 MiB; above max_unsent_bytes
//                                       answers become ResourceExhausted; closed after stall_timeout
//                                       without progress
//   half a frame                        closed after stall_timeout
//   one more than max_connections       closed at once
//   authorize refuses                   closed at once
//   closes its sending side             gets the answers that are due, then the end
//   goes away                           its queued calls are dropped, calls that run see cancelled()
// clang-format on
#ifndef ARC_RPC_TTRPC_SERVER_H_
#define ARC_RPC_TTRPC_SERVER_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "rpc/ttrpc/connection.h"
#include "rpc/ttrpc/envelope.h"
#include "rpc/ttrpc/mutex.h"
#include "rpc/ttrpc/socket.h"
#include "rpc/ttrpc/thread.h"
#include "rpc/ttrpc/work_queue.h"

namespace arc::ttrpc {

// A call to be answered, by one thread at a time; it may outlive the server. One that is destroyed
// without an answer is answered with Internal.
class ServerCall {
 public:
  ServerCall(ServerCall&& other) noexcept = default;
  ServerCall& operator=(ServerCall&& other) noexcept = delete;
  ~ServerCall();

  const std::string& service() const { return service_; }
  const std::string& method() const { return method_; }
  const std::string& payload() const { return payload_; }
  const Metadata& metadata() const { return metadata_; }
  const PeerCredentials& peer() const { return connection_->peer(); }
  // Of the connection, unique in the server: for what a client may leave there between calls.
  uint64_t connection() const { return connection_->id(); }
  // How much longer the client waits; infinite if it said nothing.
  absl::Duration remaining() const;
  // Nobody waits for the answer any more: the client is gone or its timeout over.
  bool cancelled() const;

  // Ends the call; of two answers the first counts. Errors of the socket are the connection's
  // affair.
  void Reply(absl::string_view payload);
  // A descriptor that goes with the answer, if that is no error; the client must have asked for it
  // (CallOptions::descriptor). One for each call.
  void Attach(FileDescriptor descriptor) const { attached_ = std::move(descriptor); }
  // `status` is not OK.
  void Fail(const absl::Status& status);
  void Reply(const absl::StatusOr<std::string>& result);

 private:
  friend class Server;
  ServerCall(std::shared_ptr<Connection> connection, uint32_t stream,
             const RequestEnvelope& request);

  // Null once moved from.
  std::shared_ptr<Connection> connection_;
  bool answered_ = false;
  // Methods that return their answer see a constant call.
  mutable FileDescriptor attached_;
  uint32_t stream_;
  int64_t deadline_;
  std::string service_;
  std::string method_;
  std::string payload_;
  Metadata metadata_;
};

enum class Execution {
  // On the loop: for what is quick and never blocks. Everybody waits.
  kInline,
  kWorker,
};

struct ServerOptions {
  size_t max_workers = 4;
  size_t max_connections = 256;
  // Of one connection.
  size_t max_calls = 1024;
  size_t max_queued_bytes = size_t{8} << 20;
  size_t max_unsent_bytes = size_t{64} << 20;
  // Longest time without progress that a client is allowed; it takes up to half as long again to
  // notice.
  absl::Duration stall_timeout = absl::Seconds(60);
  // How long calls in flight may take to end after RequestShutdown().
  absl::Duration shutdown_grace = absl::Seconds(10);
  // Asked for each connection that a listener accepts. OK lets it in.
  absl::AnyInvocable<absl::Status(const PeerCredentials&) const> authorize = AllowOwnUser;
  // Called on the loop once no call has been in flight, and no connection open, for idle_timeout;
  // again after further activity. Typically it calls RequestShutdown().
  absl::Duration idle_timeout = absl::InfiniteDuration();
  absl::AnyInvocable<void()> on_idle;
  // Called on the loop when a connection has closed: its clients' calls see cancelled() by then.
  absl::AnyInvocable<void(uint64_t connection)> on_close;
  // Whether an open connection without calls keeps the server from being idle.
  bool connections_are_activity = true;
};

// Order: register, add listeners or connections, Start() or Serve(), RequestShutdown(), Wait(). All
// but registering and Serve is thread-safe.
class Server {
 public:
  using Method = absl::AnyInvocable<void(ServerCall) const>;
  using UnaryMethod = absl::AnyInvocable<absl::StatusOr<std::string>(const ServerCall&) const>;

  // Errors: no descriptors for epoll.
  static absl::StatusOr<std::unique_ptr<Server>> Create(ServerOptions options = {});

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  // Closes all connections; waits for methods that run.
  ~Server();

  // Before serving. Methods run at the same time on several threads. AlreadyExists: there is one of
  // this name.
  absl::Status Register(absl::string_view service, absl::string_view method, Execution execution,
                        Method body);
  absl::Status RegisterUnary(absl::string_view service, absl::string_view method,
                             Execution execution, UnaryMethod body);

  // A listening socket, see ListenUnix. Its file stays when the server ends: another may be behind
  // it by then.
  absl::Status AddListener(FileDescriptor listener);
  // A connected socket: one end of a pair, or inherited. `authorize` is not asked.
  absl::Status AddConnection(FileDescriptor socket);

  // Runs the loop on this thread until shutdown. DeadlineExceeded: calls were still in flight after
  // shutdown_grace; their connections were closed.
  absl::Status Serve();
  // Runs the loop on a thread of its own.
  absl::Status Start();
  // Waits for the end of what Start() began; returns as Serve().
  absl::Status Wait();

  // Stops accepting. Calls in flight end, others fail with Unavailable. May be called from methods
  // and from signal handlers, any number of times.
  void RequestShutdown();

 private:
  struct RegisteredMethod {
    Execution execution;
    Method body;
  };
  struct Listener {
    FileDescriptor socket;
    uint64_t id = 0;
    // When to accept again after the system had no descriptors; 0: accepting.
    int64_t paused_until = 0;
  };

  Server(ServerOptions options, FileDescriptor epoll, FileDescriptor wake);

  absl::Status Loop();
  void HandleEvent(uint64_t id, uint32_t events);
  void HandleWake();
  void BeginShutdown(int64_t now);
  void Accept(Listener& listener);
  // Counts and registers it, or closes it.
  void Open(FileDescriptor socket, const PeerCredentials& peer);
  void CloseConnection(uint64_t id);
  void HandleFrame(const std::shared_ptr<Connection>& connection, const Frame& frame);
  void HandleRequest(const std::shared_ptr<Connection>& connection, const Frame& frame);
  void Dispatch(const RegisteredMethod& method, const std::shared_ptr<Connection>& connection,
                ServerCall call);
  // What time brings: listeners again, stalled clients, idleness, the end of the grace. When to
  // come again.
  int64_t HandleTime(int64_t now);
  int64_t CheckIdle(int64_t now);
  void Wake();

  ServerOptions options_;
  const ConnectionLimits limits_;
  const FileDescriptor epoll_;
  const FileDescriptor wake_;
  const std::shared_ptr<ServerLoad> load_;
  std::atomic<bool> shutdown_requested_ = false;
  std::atomic<bool> serving_ = false;
  // The server is being destroyed: no grace.
  std::atomic<bool> abandoned_ = false;

  // Written before serving only.
  absl::flat_hash_map<std::string, absl::flat_hash_map<std::string, RegisteredMethod>> services_;

  Mutex mutex_;
  std::vector<FileDescriptor> new_listeners_ ABSL_GUARDED_BY(mutex_);
  std::vector<FileDescriptor> new_connections_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status result_ ABSL_GUARDED_BY(mutex_);

  // The loop's alone.
  static constexpr int64_t kUnset = -1;
  uint64_t next_id_ = 1;
  absl::flat_hash_map<uint64_t, Listener> listeners_;
  absl::flat_hash_map<uint64_t, std::shared_ptr<Connection>> connections_;
  int64_t next_stall_check_ = kUnset;
  int64_t shutdown_deadline_ = kUnset;
  // The activity after which on_idle was called.
  int64_t idle_reported_ = kUnset;

  // Last, so that their threads end before the rest goes.
  WorkQueue work_;
  Mutex thread_mutex_;
  std::optional<Thread> thread_ ABSL_GUARDED_BY(thread_mutex_);
};

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_SERVER_H_
