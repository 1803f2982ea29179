#include "rpc/ttrpc/test_support.h"

#include <poll.h>
#include <sys/socket.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "rpc/ttrpc/envelope.h"

namespace arc::ttrpc {

std::string FrameBytes(uint32_t stream, uint8_t type, uint8_t flags, absl::string_view data) {
  const auto header = EncodeFrameHeader({.length = static_cast<uint32_t>(data.size()),
                                         .stream = stream,
                                         .type = type,
                                         .flags = flags});
  return absl::StrCat(absl::string_view(header.data(), header.size()), data);
}

std::string RequestData(absl::string_view method, absl::string_view payload, int64_t timeout_nano) {
  RequestEnvelope request;
  request.service = "echo.Echo";
  request.method = method;
  request.payload = payload;
  request.timeout_nano = timeout_nano;
  return absl::StrCat(*EncodeRequestPrefix(request), payload);
}

bool RawPeer::Send(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

size_t RawPeer::SendSome(absl::string_view bytes) {
  const ssize_t sent =
      ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent < 0 ? 0 : static_cast<size_t>(sent);
}

bool RawPeer::Readable(absl::Duration timeout) {
  pollfd polled = {.fd = socket_.get(), .events = POLLIN, .revents = 0};
  return ::poll(&polled, 1, static_cast<int>(absl::ToInt64Milliseconds(timeout))) > 0;
}

std::optional<RawPeer::Received> RawPeer::Receive() {
  for (;;) {
    if (std::optional<Frame> frame = frames_.Next()) {
      return Received{frame->header, std::string(frame->data)};
    }
    if (!Readable(absl::Seconds(20))) return std::nullopt;
    const absl::Span<char> space = frames_.Space();
    const ssize_t count = ::recv(socket_.get(), space.data(), space.size(), 0);
    if (count <= 0) return std::nullopt;
    frames_.Commit(static_cast<size_t>(count));
  }
}

std::string RawPeer::ReceiveAnswer() {
  std::optional<Received> frame = Receive();
  if (!frame) return "end";
  if (frame->header.type != kResponseFrame || frame->header.flags != 0) return "no response";
  absl::StatusOr<ResponseEnvelope> response = DecodeResponse(frame->data);
  if (!response.ok()) return absl::StrCat("malformed: ", response.status().message());
  if (!response->status.ok()) {
    return absl::StrCat(frame->header.stream, ": ",
                        absl::StatusCodeToString(response->status.code()));
  }
  return absl::StrCat(frame->header.stream, ": OK ", response->payload);
}

bool RawPeer::SeesEnd(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  char dropped[65536];
  while (absl::Now() < deadline) {
    if (Readable(deadline - absl::Now()) &&
        ::recv(socket_.get(), dropped, sizeof dropped, 0) <= 0) {
      return true;
    }
  }
  return false;
}

void RawPeer::CloseSending() { ::shutdown(socket_.get(), SHUT_WR); }

EchoServer::EchoServer(ServerOptions options) {
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Create(std::move(options));
  if (!server.ok()) abort();
  server_ = *std::move(server);
  const auto echo = [this](const ServerCall& call) -> absl::StatusOr<std::string> {
    ++begun_;
    return call.payload();
  };
  const auto large = [](const ServerCall&) { return std::string(size_t{5} << 20, 'x'); };
  const auto never = [this](ServerCall call) {
    ++begun_;
    MutexLock lock(&mutex_);
    kept_.push_back(std::move(call));
  };
  EXPECT_TRUE(server_->RegisterUnary("echo.Echo", "Inline", Execution::kInline, echo).ok());
  EXPECT_TRUE(server_->RegisterUnary("echo.Echo", "Worker", Execution::kWorker, echo).ok());
  EXPECT_TRUE(server_->RegisterUnary("echo.Echo", "Large", Execution::kInline, large).ok());
  EXPECT_TRUE(server_->Register("echo.Echo", "Never", Execution::kInline, never).ok());
}

FileDescriptor EchoServer::Connect() {
  absl::StatusOr<std::pair<FileDescriptor, FileDescriptor>> pair = SocketPair();
  if (!pair.ok()) abort();
  EXPECT_TRUE(server_->AddConnection(std::move(pair->first)).ok());
  return std::move(pair->second);
}

size_t EchoServer::kept() const {
  MutexLock lock(&mutex_);
  return kept_.size();
}

void EchoServer::AnswerKept() {
  MutexLock lock(&mutex_);
  for (ServerCall& call : kept_) call.Reply(absl::string_view("late"));
  kept_.clear();
}

void Notification::Notify() {
  // Signalled with the lock, so that who waits cannot end this object before.
  MutexLock lock(&mutex_);
  happened_ = true;
  changed_.SignalAll();
}

void Notification::WaitForNotification() {
  MutexLock lock(&mutex_);
  while (!happened_) changed_.Wait(&mutex_);
}

bool Eventually(absl::FunctionRef<bool()> condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(absl::Milliseconds(1));
  }
  return true;
}

}  // namespace arc::ttrpc
