// The calling side of a ttrpc connection.
//
// Threads. A client has no thread of its own: of the threads that wait for answers one, the reader,
// reads the socket for all and wakes whose answer comes; when it has its own it hands the socket to
// another that waits. So a lone call needs no switch between threads of this process, and a thread
// may have many calls in flight. What a full socket did not take goes out, and answers come in,
// while some thread is in Call, Start or Wait.
//
// Errors. What the server answers comes as it sent it. From the client itself:
//
// clang-format off
//   DeadlineExceeded   the call's timeout is over (the server may still run it)
//   Unavailable        the connection ended before the answer; status() is not OK, make a new client
//   Cancelled          Close() was called
//   ResourceExhausted  request or answer of more than 4 MiB; all stream ids used. The connection lives
//   InvalidArgument    names or metadata that are not UTF-8
//   Internal           an answer that is no ttrpc message; the connection lives
// clang-format on
#ifndef ARC_RPC_TTRPC_CLIENT_H_
#define ARC_RPC_TTRPC_CLIENT_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "rpc/ttrpc/envelope.h"
#include "rpc/ttrpc/frame.h"
#include "rpc/ttrpc/mutex.h"
#include "rpc/ttrpc/output_buffer.h"
#include "rpc/ttrpc/socket.h"

namespace arc::ttrpc {

struct ClientOptions {
  // Odd. For connections on which somebody else has called before.
  uint32_t first_stream = 1;
  // Calls wait while requests of more than these bytes have not got into the socket.
  size_t max_unsent_bytes = size_t{8} << 20;
};

struct CallOptions {
  // For the whole call; the server is told, too.
  absl::Duration timeout = absl::InfiniteDuration();
  Metadata metadata;
  // Where to put a descriptor that comes with the answer; null: it is closed.
  FileDescriptor* descriptor = nullptr;
};

class Client;

// A call whose answer has not been taken. Destroyed before, its answer is dropped when it comes.
// Belongs to one thread at a time, and must not outlive the client.
class PendingCall {
 public:
  PendingCall(PendingCall&& other) noexcept;
  PendingCall& operator=(PendingCall&& other) noexcept;
  ~PendingCall();

  // The payload of the answer, or why there is none. Once.
  absl::StatusOr<std::string> Wait();

 private:
  friend class Client;
  struct Stream;
  PendingCall(Client* client, std::shared_ptr<Stream> stream);

  Client* client_;
  std::shared_ptr<Stream> stream_;
};

// Thread-safe.
class Client {
 public:
  // Takes over a connected Unix stream socket: from ConnectUnix, SocketPair or inherited.
  static absl::StatusOr<std::unique_ptr<Client>> Create(FileDescriptor socket,
                                                        const ClientOptions& options = {});
  static absl::StatusOr<std::unique_ptr<Client>> Connect(
      const std::string& path, absl::Duration timeout = absl::Seconds(10));

  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  // No call may be in flight.
  ~Client();

  // One call and its answer.
  absl::StatusOr<std::string> Call(absl::string_view service, absl::string_view method,
                                   absl::string_view payload, const CallOptions& options = {});

  // Sends the request. Waits only for room (ClientOptions::max_unsent_bytes). What goes wrong is
  // for Wait() to say.
  PendingCall Start(absl::string_view service, absl::string_view method, absl::string_view payload,
                    const CallOptions& options = {});

  // Ends the connection; calls in flight, and later ones, fail with Cancelled.
  void Close();

  // OK while the connection is usable, as far as the client has noticed.
  absl::Status status() const;

  // Who serves: the process that listened or made the pair.
  absl::StatusOr<PeerCredentials> Peer() const { return GetPeerCredentials(socket_.get()); }

 private:
  friend class PendingCall;
  using Stream = PendingCall::Stream;

  Client(FileDescriptor socket, FileDescriptor wake, const ClientOptions& options);

  absl::Status Send(const std::shared_ptr<Stream>& stream, absl::string_view service,
                    absl::string_view method, absl::string_view payload,
                    const CallOptions& options);
  absl::StatusOr<std::string> Wait(Stream& stream);
  void Abandon(const Stream& stream);
  // Becomes the reader for one step, or waits until the reader is done or something happens to
  // `stream`.
  void Step(Stream& stream) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Waits until the socket can do something or the deadline, then does it. Of the reader only.
  void Pump(int64_t deadline) ABSL_LOCKS_EXCLUDED(mutex_);
  void EndAfterFailedSend();
  void HandleFrame(const Frame& frame) ABSL_LOCKS_EXCLUDED(mutex_);
  void PromoteReader() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Finish(Stream& stream, absl::StatusOr<std::string> result)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Break(const absl::Status& why) ABSL_LOCKS_EXCLUDED(mutex_);

  const ClientOptions options_;
  const FileDescriptor socket_;
  // Written to when the reader must look again at what it waits for.
  const FileDescriptor wake_;

  // Held while a frame is sent: the order of ids is the order on the wire. Before mutex_.
  mutable Mutex send_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  OutputBuffer output_ ABSL_GUARDED_BY(send_mutex_);
  uint64_t next_stream_ ABSL_GUARDED_BY(send_mutex_);

  mutable Mutex mutex_;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  bool has_reader_ ABSL_GUARDED_BY(mutex_) = false;
  // Calls that have no answer, by id; PendingCall owns them.
  absl::flat_hash_map<uint32_t, Stream*> streams_ ABSL_GUARDED_BY(mutex_);
  // Those with a thread that waits while another reads.
  std::list<Stream*> waiters_ ABSL_GUARDED_BY(mutex_);

  // Receives bytes, and descriptors that come with them. As recv().
  ssize_t Receive(absl::Span<char> space);

  // The reader's alone.
  FrameReader frames_;
  // Those of frames that have not been read to their ends, in their order.
  std::deque<FileDescriptor> descriptors_;
};

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_CLIENT_H_
