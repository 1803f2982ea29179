#include "rpc/ttrpc/connection.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rpc/ttrpc/envelope.h"
#include "rpc/ttrpc/monotonic.h"

namespace arc::ttrpc {
namespace {

// A client with more unsent answers than this sends no further requests until it has read some.
constexpr size_t kPauseReadingAbove = size_t{1} << 20;
// Answers up to this size are sent together.
constexpr size_t kCorkedBytes = size_t{16} << 10;
constexpr int64_t kCorkedNanos = 200'000;

}  // namespace

Connection::Connection(uint64_t id, FileDescriptor socket, const PeerCredentials& peer, int epoll,
                       const ConnectionLimits& limits, std::shared_ptr<ServerLoad> load)
    : id_(id),
      peer_(peer),
      epoll_(epoll),
      limits_(limits),
      load_(std::move(load)),
      socket_(std::move(socket)) {}

absl::Status Connection::Register() {
  MutexLock lock(&mutex_);
  events_ = EPOLLIN;
  epoll_event event = {.events = events_, .data = {.u64 = id_}};
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket_.get(), &event) != 0) {
    return absl::ErrnoToStatus(errno, "epoll_ctl of a connection");
  }
  return absl::OkStatus();
}

void Connection::Read(bool hung_up, absl::FunctionRef<void(const Frame&)> handle) {
  int fd;
  {
    MutexLock lock(&mutex_);
    // An event from before reading was paused.
    if ((events_ & EPOLLIN) == 0) {
      broken_ = broken_ || hung_up;
      return;
    }
    fd = socket_.get();
  }
  const absl::Span<char> space = frames_.Space();
  const ssize_t count = ::recv(fd, space.data(), space.size(), MSG_DONTWAIT);
  if (count < 0) {
    broken_ = broken_ || (errno != EAGAIN && errno != EINTR) || hung_up;
    return;
  }
  MutexLock lock(&mutex_);
  if (count == 0) {
    // It may still read, unless it is gone altogether.
    broken_ = broken_ || hung_up;
    read_closed_ = true;
    if (state_ == State::kOpen) state_ = State::kFinishing;
    UpdateLocked();
    return;
  }
  frames_.Commit(static_cast<size_t>(count));
  corked_ = true;
  int64_t flushed = MonotonicNanos();
  while (std::optional<Frame> frame = frames_.Next()) {
    mutex_.Unlock();
    handle(*frame);
    const int64_t now = MonotonicNanos();
    mutex_.Lock();
    frame_began_ = 0;
    if (now - flushed > kCorkedNanos) {
      FlushLocked();
      flushed = now;
    }
  }
  if (!frames_.InFrame()) {
    frame_began_ = 0;
  } else if (frame_began_ == 0) {
    frame_began_ = flushed;
  }
  corked_ = false;
  FlushLocked();
  UpdateLocked();
}

void Connection::Write() {
  MutexLock lock(&mutex_);
  FlushLocked();
  UpdateLocked();
}

void Connection::Finish() {
  MutexLock lock(&mutex_);
  if (state_ == State::kOpen) state_ = State::kFinishing;
  UpdateLocked();
}

void Connection::Close() {
  gone_.store(true, std::memory_order_relaxed);
  MutexLock lock(&mutex_);
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  socket_.Close();
  output_ = OutputBuffer();
  load_->last_activity.store(MonotonicNanos(), std::memory_order_relaxed);
}

bool Connection::StalledSince(int64_t since) const {
  if (frame_began_ != 0 && frame_began_ < since) return true;
  MutexLock lock(&mutex_);
  return !output_.empty() && send_progress_ < since;
}

bool Connection::BeginCall(uint32_t stream) {
  MutexLock lock(&mutex_);
  if (in_flight_.size() >= limits_.max_calls) return false;
  in_flight_.insert(stream);
  load_->calls.fetch_add(1, std::memory_order_relaxed);
  return true;
}

bool Connection::InFlight(uint32_t stream) const {
  MutexLock lock(&mutex_);
  return in_flight_.contains(stream);
}

void Connection::EndCall(uint32_t stream, absl::string_view head, absl::string_view body,
                         FileDescriptor descriptor) {
  MutexLock lock(&mutex_);
  in_flight_.erase(stream);
  // The loop, which sees no call in flight, must see when the last one ended.
  load_->last_activity.store(MonotonicNanos(), std::memory_order_relaxed);
  load_->calls.fetch_sub(1, std::memory_order_release);
  SendLocked(stream, head, body, std::move(descriptor));
  UpdateLocked();
}

void Connection::Reject(uint32_t stream, const absl::Status& status) {
  const std::string data = EncodeErrorResponse(status);
  MutexLock lock(&mutex_);
  SendLocked(stream, data, {});
  UpdateLocked();
}

void Connection::Queued(size_t bytes) {
  MutexLock lock(&mutex_);
  queued_bytes_ += bytes;
  UpdateLocked();
}

void Connection::Unqueued(size_t bytes) {
  MutexLock lock(&mutex_);
  queued_bytes_ -= bytes;
  UpdateLocked();
}

void Connection::SendLocked(uint32_t stream, absl::string_view head, absl::string_view body,
                            FileDescriptor descriptor) {
  if (state_ == State::kClosed || send_failed_) return;
  std::string error;
  size_t size = head.size() + body.size();
  if (size > kMaxFrameData) {
    error = EncodeErrorResponse(absl::ResourceExhaustedError(
        absl::StrCat("the answer has ", size, " bytes; at most ", kMaxFrameData)));
  } else if (!body.empty() && output_.size() + size > limits_.max_unsent_bytes) {
    error = EncodeErrorResponse(
        absl::ResourceExhaustedError("the client does not read its other answers"));
  }
  if (!error.empty()) {
    head = error;
    body = {};
    size = error.size();
    descriptor.Close();
  }
  const auto header =
      EncodeFrameHeader({.length = static_cast<uint32_t>(size),
                         .stream = stream,
                         .type = kResponseFrame,
                         .flags = descriptor.valid() ? kDescriptorFlag : uint8_t{0}});
  std::string start;
  start.reserve(header.size() + head.size());
  start.append(header.data(), header.size());
  start.append(head.data(), head.size());
  if (output_.empty()) send_progress_ = MonotonicNanos();
  if (descriptor.valid()) {
    if (!output_.SendWith(socket_.get(), start, body, std::move(descriptor)).ok())
      send_failed_ = true;
    return;
  }
  if (corked_ && output_.size() + size <= kCorkedBytes) {
    output_.Append(start, body);
    return;
  }
  if (!output_.Send(socket_.get(), start, body).ok()) send_failed_ = true;
}

void Connection::FlushLocked() {
  if (state_ == State::kClosed || send_failed_ || output_.empty()) return;
  const size_t before = output_.size();
  if (!output_.Flush(socket_.get()).ok()) send_failed_ = true;
  if (output_.size() < before) send_progress_ = MonotonicNanos();
}

void Connection::UpdateLocked() {
  if (state_ == State::kClosed || corked_) return;
  if (send_failed_ || (state_ == State::kFinishing && in_flight_.empty() && output_.empty())) {
    // The loop gets a hang-up, reads nothing more and closes.
    send_failed_ = true;
    ::shutdown(socket_.get(), SHUT_RDWR);
  }
  uint32_t events = 0;
  if (!send_failed_) {
    if (!read_closed_ && queued_bytes_ <= limits_.max_queued_bytes &&
        output_.size() <= kPauseReadingAbove) {
      events |= EPOLLIN;
    }
    if (!output_.empty()) events |= EPOLLOUT;
  }
  if (events == events_) return;
  events_ = events;
  epoll_event event = {.events = events, .data = {.u64 = id_}};
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket_.get(), &event);
}

}  // namespace arc::ttrpc
