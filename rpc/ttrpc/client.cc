#include "rpc/ttrpc/client.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "rpc/ttrpc/monotonic.h"

namespace arc::ttrpc {
namespace {

constexpr size_t kMostDescriptors = 64;

}  // namespace

// Everything is guarded by the client's mutex_, except what is set before the request is sent.
struct PendingCall::Stream {
  std::string name;
  int64_t deadline = kNever;
  FileDescriptor* descriptor = nullptr;
  // 0 until there is one.
  uint32_t id = 0;
  bool done = false;
  absl::StatusOr<std::string> result = absl::UnknownError("no answer yet");
  // Signalled when done, and when this thread is to become the reader.
  CondVar changed;
};

PendingCall::PendingCall(Client* client, std::shared_ptr<Stream> stream)
    : client_(client), stream_(std::move(stream)) {}

PendingCall::PendingCall(PendingCall&& other) noexcept = default;

PendingCall& PendingCall::operator=(PendingCall&& other) noexcept {
  std::swap(client_, other.client_);
  std::swap(stream_, other.stream_);
  return *this;
}

PendingCall::~PendingCall() {
  if (stream_ != nullptr) client_->Abandon(*stream_);
}

absl::StatusOr<std::string> PendingCall::Wait() {
  if (stream_ == nullptr) return absl::FailedPreconditionError("the answer was taken before");
  const std::shared_ptr<Stream> stream = std::move(stream_);
  return client_->Wait(*stream);
}

absl::StatusOr<std::unique_ptr<Client>> Client::Create(FileDescriptor socket,
                                                       const ClientOptions& options) {
  if (absl::Status status = CheckConnectedSocket(socket.get()); !status.ok()) return status;
  if (options.first_stream % 2 != 1) {
    return absl::InvalidArgumentError("the streams of a client have odd ids");
  }
  FileDescriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake.valid()) return absl::ErrnoToStatus(errno, "eventfd");
  return std::unique_ptr<Client>(new Client(std::move(socket), std::move(wake), options));
}

absl::StatusOr<std::unique_ptr<Client>> Client::Connect(const std::string& path,
                                                        absl::Duration timeout) {
  absl::StatusOr<FileDescriptor> socket = ConnectUnix(path, timeout);
  if (!socket.ok()) return socket.status();
  return Create(*std::move(socket));
}

Client::Client(FileDescriptor socket, FileDescriptor wake, const ClientOptions& options)
    : options_(options),
      socket_(std::move(socket)),
      wake_(std::move(wake)),
      next_stream_(options.first_stream) {}

Client::~Client() = default;

absl::StatusOr<std::string> Client::Call(absl::string_view service, absl::string_view method,
                                         absl::string_view payload, const CallOptions& options) {
  return Start(service, method, payload, options).Wait();
}

PendingCall Client::Start(absl::string_view service, absl::string_view method,
                          absl::string_view payload, const CallOptions& options) {
  auto stream = std::make_shared<Stream>();
  stream->name = absl::StrCat(service, "/", method);
  stream->deadline = Later(MonotonicNanos(), options.timeout);
  stream->descriptor = options.descriptor;
  if (absl::Status status = Send(stream, service, method, payload, options); !status.ok()) {
    MutexLock lock(&mutex_);
    Finish(*stream, std::move(status));
  }
  return PendingCall(this, std::move(stream));
}

absl::Status Client::Send(const std::shared_ptr<Stream>& stream, absl::string_view service,
                          absl::string_view method, absl::string_view payload,
                          const CallOptions& options) {
  const auto too_late = [&] {
    return absl::DeadlineExceededError(absl::StrCat(stream->name, " was not sent in time"));
  };
  RequestEnvelope envelope;
  envelope.service = service;
  envelope.method = method;
  envelope.payload = payload;
  envelope.metadata = options.metadata;
  // A thread that waited for room may have been the reader, or been asked to become it.
  bool stepped = false;
  absl::Cleanup hand_over = [this, &stepped] {
    if (!stepped) return;
    MutexLock lock(&mutex_);
    PromoteReader();
  };
  // Another thread may fill the socket between the wait for room and the lock; then this one waits
  // again.
  for (;;) {
    const int64_t now = MonotonicNanos();
    if (now >= stream->deadline) return too_late();
    envelope.timeout_nano = stream->deadline == kNever ? 0 : stream->deadline - now;
    absl::StatusOr<std::string> prefix = EncodeRequestPrefix(envelope);
    if (!prefix.ok()) return prefix.status();
    const size_t size = prefix->size() + payload.size();
    if (size > kMaxFrameData) {
      return absl::ResourceExhaustedError(absl::StrCat("a request of ", size, " bytes to ",
                                                       stream->name, "; at most ", kMaxFrameData));
    }
    {
      MutexLock send_lock(&send_mutex_);
      if (output_.size() <= options_.max_unsent_bytes) {
        if (next_stream_ > UINT32_MAX) {
          return absl::ResourceExhaustedError("the connection has used all stream ids");
        }
        const uint32_t id = static_cast<uint32_t>(next_stream_);
        bool has_reader;
        {
          MutexLock lock(&mutex_);
          if (!status_.ok()) return status_;
          stream->id = id;
          streams_[id] = stream.get();
          has_reader = has_reader_;
        }
        next_stream_ += 2;
        const auto header = EncodeFrameHeader(
            {.length = static_cast<uint32_t>(size), .stream = id, .type = kRequestFrame});
        prefix->insert(0, header.data(), header.size());
        const bool was_empty = output_.empty();
        if (!output_.Send(socket_.get(), *prefix, payload).ok()) {
          EndAfterFailedSend();
          return absl::OkStatus();
        }
        // A reader that sleeps waits only for answers.
        if (was_empty && !output_.empty() && has_reader) ::eventfd_write(wake_.get(), 1);
        return absl::OkStatus();
      }
    }
    stepped = true;
    MutexLock lock(&mutex_);
    if (!status_.ok()) return status_;
    Step(*stream);
  }
}

absl::StatusOr<std::string> Client::Wait(Stream& stream) {
  MutexLock lock(&mutex_);
  while (!stream.done) {
    if (MonotonicNanos() >= stream.deadline) {
      Finish(stream, absl::DeadlineExceededError(absl::StrCat("no answer to ", stream.name)));
      break;
    }
    Step(stream);
  }
  PromoteReader();
  return std::move(stream.result);
}

void Client::Abandon(const Stream& stream) {
  MutexLock lock(&mutex_);
  if (!stream.done) streams_.erase(stream.id);
}

void Client::Step(Stream& stream) {
  if (has_reader_) {
    const auto position = waiters_.insert(waiters_.end(), &stream);
    if (stream.deadline == kNever) {
      stream.changed.Wait(&mutex_);
    } else {
      stream.changed.WaitFor(&mutex_, std::max<int64_t>(stream.deadline - MonotonicNanos(), 0));
    }
    waiters_.erase(position);
    return;
  }
  has_reader_ = true;
  mutex_.Unlock();
  Pump(stream.deadline);
  mutex_.Lock();
  has_reader_ = false;
}

void Client::PromoteReader() {
  if (!has_reader_ && !waiters_.empty()) waiters_.front()->changed.Signal();
}

void Client::Finish(Stream& stream, absl::StatusOr<std::string> result) {
  stream.result = std::move(result);
  stream.done = true;
  if (stream.id != 0) streams_.erase(stream.id);
  stream.changed.Signal();
}

void Client::Pump(int64_t deadline) {
  short wanted = POLLIN;
  {
    MutexLock lock(&send_mutex_);
    if (!output_.empty()) wanted |= POLLOUT;
  }
  pollfd polled[2] = {{.fd = socket_.get(), .events = wanted, .revents = 0},
                      {.fd = wake_.get(), .events = POLLIN, .revents = 0}};
  // An interrupted or empty wait is a step, too: the caller looks at its deadline and comes again.
  if (::poll(polled, 2, PollTimeout(MonotonicNanos(), deadline)) <= 0) return;
  if ((polled[1].revents & POLLIN) != 0) {
    eventfd_t ignored;
    ::eventfd_read(wake_.get(), &ignored);
  }
  if ((polled[0].revents & POLLOUT) != 0) {
    MutexLock send_lock(&send_mutex_);
    if (!output_.Flush(socket_.get()).ok()) EndAfterFailedSend();
    if (output_.size() <= options_.max_unsent_bytes) {
      MutexLock lock(&mutex_);
      for (Stream* waiter : waiters_) {
        if (waiter->id == 0) waiter->changed.Signal();
      }
    }
  }
  if ((polled[0].revents & ~POLLOUT) == 0) return;
  const absl::Span<char> space = frames_.Space();
  const ssize_t count = Receive(space);
  if (count > 0) {
    frames_.Commit(static_cast<size_t>(count));
    while (std::optional<Frame> frame = frames_.Next()) HandleFrame(*frame);
  } else if (count == 0) {
    Break(absl::UnavailableError("the server has closed the connection"));
  } else if (errno != EAGAIN && errno != EINTR) {
    const int error = errno;
    Break(absl::UnavailableError(
        absl::StrCat("the connection broke: ", absl::ErrnoToStatus(error, "recv").message())));
  }
}

ssize_t Client::Receive(absl::Span<char> space) {
  iovec part = {.iov_base = space.data(), .iov_len = space.size()};
  // The system hands over the descriptors of one message at a time.
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  const ssize_t count = ::recvmsg(socket_.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (count <= 0) return count;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    for (size_t at = CMSG_LEN(0); at + sizeof(int) <= header->cmsg_len; at += sizeof(int)) {
      int descriptor;
      std::memcpy(&descriptor, reinterpret_cast<const char*>(header) + at, sizeof(descriptor));
      // Nobody asked for more than a few at a time.
      if (descriptors_.size() < kMostDescriptors) {
        descriptors_.emplace_back(descriptor);
      } else {
        ::close(descriptor);
      }
    }
  }
  return count;
}

void Client::EndAfterFailedSend() {
  // The socket may live, as after ENOBUFS, but half a frame may be in it. Answers that came before
  // may still be there: whoever reads finds the end behind them.
  ::shutdown(socket_.get(), SHUT_RDWR);
}

void Client::HandleFrame(const Frame& frame) {
  FileDescriptor descriptor;
  if ((frame.header.flags & kDescriptorFlag) != 0 && !descriptors_.empty()) {
    descriptor = std::move(descriptors_.front());
    descriptors_.pop_front();
  }
  // Servers may send what this client does not know. Data comes only on streams, which it never
  // opens.
  if (frame.header.type != kResponseFrame && frame.header.type != kDataFrame) return;
  absl::StatusOr<std::string> result = absl::InternalError("");
  if (frame.header.type == kDataFrame) {
    result = absl::InternalError("the server answered a call with data of a stream");
  } else if (frame.oversized) {
    result = absl::ResourceExhaustedError(
        absl::StrCat("an answer of ", frame.header.length, " bytes; at most ", kMaxFrameData));
  } else if (absl::StatusOr<ResponseEnvelope> response = DecodeResponse(frame.data);
             !response.ok()) {
    result = absl::InternalError(
        absl::StrCat("the server's answer cannot be read: ", response.status().message()));
  } else if (!response->status.ok()) {
    result = std::move(response->status);
  } else {
    result = std::string(response->payload);
  }
  MutexLock lock(&mutex_);
  const auto found = streams_.find(frame.header.stream);
  // Nobody waits any more for an answer that came too late.
  if (found == streams_.end()) return;
  if (found->second->descriptor != nullptr) *found->second->descriptor = std::move(descriptor);
  Finish(*found->second, std::move(result));
}

void Client::Break(const absl::Status& why) {
  MutexLock lock(&mutex_);
  if (status_.ok()) status_ = why;
  // Requests that were never sent fail alike; the streams' owners take their results when they
  // wait.
  while (!streams_.empty()) {
    Stream& stream = *streams_.begin()->second;
    Finish(stream,
           absl::Status(status_.code(), absl::StrCat(stream.name, ": ", status_.message())));
  }
  // Threads that wait for room to send have no stream yet.
  for (Stream* waiter : waiters_) waiter->changed.Signal();
}

void Client::Close() {
  Break(absl::CancelledError("the client was closed"));
  // Wakes the reader, which sleeps on the socket.
  ::shutdown(socket_.get(), SHUT_RDWR);
}

absl::Status Client::status() const {
  MutexLock lock(&mutex_);
  return status_;
}

}  // namespace arc::ttrpc
