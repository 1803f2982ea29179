// Shared by the tests of client and server: a peer that sends whatever bytes it is told to, and a
// server that knows how to echo.
#ifndef ARC_RPC_TTRPC_TEST_SUPPORT_H_
#define ARC_RPC_TTRPC_TEST_SUPPORT_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "rpc/ttrpc/frame.h"
#include "rpc/ttrpc/mutex.h"
#include "rpc/ttrpc/server.h"
#include "rpc/ttrpc/socket.h"

namespace arc::ttrpc {

// The bytes of a frame.
std::string FrameBytes(uint32_t stream, uint8_t type, uint8_t flags, absl::string_view data);
// The data of a request for echo.Echo/`method`.
std::string RequestData(absl::string_view method, absl::string_view payload,
                        int64_t timeout_nano = 0);

// One end of a connection, spoken by hand.
class RawPeer {
 public:
  explicit RawPeer(FileDescriptor socket) : socket_(std::move(socket)) {}

  // All of it; false if the other end is gone.
  bool Send(absl::string_view bytes);
  // Only what the socket takes without waiting.
  size_t SendSome(absl::string_view bytes);
  bool SendRequest(uint32_t stream, absl::string_view method, absl::string_view payload,
                   uint8_t flags = 0) {
    return Send(FrameBytes(stream, kRequestFrame, flags, RequestData(method, payload)));
  }

  struct Received {
    FrameHeader header;
    std::string data;
  };
  // The next frame; nothing at the end of the connection or after 20 s.
  std::optional<Received> Receive();
  // The status of the next response and its stream, "3: NOT_FOUND", or "3: OK payload"; "end".
  std::string ReceiveAnswer();
  // Whether the other end closes within `timeout`; frames before are dropped.
  bool SeesEnd(absl::Duration timeout = absl::Seconds(20));

  void CloseSending();
  void Close() { socket_.Close(); }
  int fd() const { return socket_.get(); }

 private:
  bool Readable(absl::Duration timeout);

  FileDescriptor socket_;
  FrameReader frames_;
};

// echo.Echo: Inline and Worker give the payload back; Never does not answer until the server is
// told; Large answers 5 MiB.
class EchoServer {
 public:
  explicit EchoServer(ServerOptions options = {});

  // A new connection to it.
  FileDescriptor Connect();
  Server& server() { return *server_; }
  // How many calls of Never are kept; answers them all with "late".
  size_t kept() const;
  void AnswerKept();
  // Calls that have begun in methods.
  int64_t begun() const { return begun_; }

 private:
  mutable Mutex mutex_;
  std::vector<ServerCall> kept_ ABSL_GUARDED_BY(mutex_);
  std::atomic<int64_t> begun_ = 0;
  // Gone first.
  std::unique_ptr<Server> server_;
};

// Something that happens once, and those who wait for it.
class Notification {
 public:
  void Notify();
  void WaitForNotification();

 private:
  Mutex mutex_;
  CondVar changed_;
  bool happened_ ABSL_GUARDED_BY(mutex_) = false;
};

// Waits until `condition`, up to 20 s.
bool Eventually(absl::FunctionRef<bool()> condition);

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_TEST_SUPPORT_H_
