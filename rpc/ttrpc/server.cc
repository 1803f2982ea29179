#include "rpc/ttrpc/server.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rpc/ttrpc/monotonic.h"

namespace arc::ttrpc {
namespace {

constexpr uint64_t kWakeId = 0;
// How long to leave a listener alone when the system has no descriptor for the next connection.
constexpr absl::Duration kAcceptPause = absl::Milliseconds(100);
// Connections accepted before others get their turn.
constexpr int kAcceptsAtOnce = 16;
// No timer is set closer than this, whatever the options say.
constexpr absl::Duration kShortestWait = absl::Milliseconds(1);

absl::Status Watch(int epoll, int fd, uint64_t id) {
  epoll_event event = {.events = EPOLLIN, .data = {.u64 = id}};
  if (::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
    return absl::ErrnoToStatus(errno, "epoll_ctl");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Create(ServerOptions options) {
  FileDescriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll.valid()) return absl::ErrnoToStatus(errno, "epoll_create1");
  FileDescriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake.valid()) return absl::ErrnoToStatus(errno, "eventfd");
  if (absl::Status status = Watch(epoll.get(), wake.get(), kWakeId); !status.ok()) return status;
  return std::unique_ptr<Server>(new Server(std::move(options), std::move(epoll), std::move(wake)));
}

Server::Server(ServerOptions options, FileDescriptor epoll, FileDescriptor wake)
    : options_(std::move(options)),
      limits_{.max_calls = options_.max_calls,
              .max_queued_bytes = options_.max_queued_bytes,
              .max_unsent_bytes = options_.max_unsent_bytes},
      epoll_(std::move(epoll)),
      wake_(std::move(wake)),
      load_(std::make_shared<ServerLoad>()),
      work_(options_.max_workers) {}

Server::~Server() {
  abandoned_ = true;
  RequestShutdown();
  Wait().IgnoreError();
}

absl::Status Server::Register(absl::string_view service, absl::string_view method,
                              Execution execution, Method body) {
  if (serving_) return absl::FailedPreconditionError("methods are registered before serving");
  const bool added =
      services_[service].try_emplace(method, RegisteredMethod{execution, std::move(body)}).second;
  if (!added) return absl::AlreadyExistsError(absl::StrCat("method ", service, "/", method));
  return absl::OkStatus();
}

absl::Status Server::RegisterUnary(absl::string_view service, absl::string_view method,
                                   Execution execution, UnaryMethod body) {
  return Register(service, method, execution,
                  [body = std::move(body)](ServerCall call) { call.Reply(body(call)); });
}

absl::Status Server::AddListener(FileDescriptor listener) {
  int listens = 0;
  socklen_t size = sizeof listens;
  if (::getsockopt(listener.get(), SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0) {
    return absl::ErrnoToStatus(errno, absl::StrCat("descriptor ", listener.get()));
  }
  if (listens == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("descriptor ", listener.get(), " is no listening socket"));
  }
  MutexLock lock(&mutex_);
  if (ended_) return absl::FailedPreconditionError("the server has ended");
  new_listeners_.push_back(std::move(listener));
  Wake();
  return absl::OkStatus();
}

absl::Status Server::AddConnection(FileDescriptor socket) {
  if (absl::Status status = CheckConnectedSocket(socket.get()); !status.ok()) return status;
  MutexLock lock(&mutex_);
  if (ended_) return absl::FailedPreconditionError("the server has ended");
  new_connections_.push_back(std::move(socket));
  Wake();
  return absl::OkStatus();
}

absl::Status Server::Serve() {
  if (serving_.exchange(true)) return absl::FailedPreconditionError("the server serves already");
  return Loop();
}

absl::Status Server::Start() {
  if (serving_.exchange(true)) return absl::FailedPreconditionError("the server serves already");
  absl::StatusOr<Thread> thread = Thread::Start([this] {
    absl::Status result = Loop();
    MutexLock lock(&mutex_);
    result_ = std::move(result);
  });
  if (!thread.ok()) {
    serving_ = false;
    return thread.status();
  }
  MutexLock lock(&thread_mutex_);
  thread_ = *std::move(thread);
  return absl::OkStatus();
}

absl::Status Server::Wait() {
  {
    MutexLock lock(&thread_mutex_);
    thread_.reset();
  }
  MutexLock lock(&mutex_);
  return result_;
}

void Server::RequestShutdown() {
  shutdown_requested_ = true;
  const int saved = errno;
  Wake();
  errno = saved;
}

// Async-signal-safe.
void Server::Wake() { ::eventfd_write(wake_.get(), 1); }

absl::Status Server::Loop() {
  load_->last_activity = MonotonicNanos();
  absl::Status result;
  std::array<epoll_event, 64> events;
  for (;;) {
    int64_t now = MonotonicNanos();
    if (shutdown_requested_ && shutdown_deadline_ == kUnset) BeginShutdown(now);
    if (shutdown_deadline_ != kUnset) {
      if (abandoned_) shutdown_deadline_ = now;
      if (now >= shutdown_deadline_ && (!connections_.empty() || load_->calls > 0)) {
        result = absl::DeadlineExceededError(
            absl::StrCat(load_->calls.load(), " calls had not ended when the server did"));
        while (!connections_.empty()) CloseConnection(connections_.begin()->first);
      }
      if (connections_.empty()) break;
    }
    const int timeout = PollTimeout(now, HandleTime(now));
    const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), timeout);
    for (int i = 0; i < count; ++i) HandleEvent(events[i].data.u64, events[i].events);
  }
  listeners_.clear();
  MutexLock lock(&mutex_);
  ended_ = true;
  new_listeners_.clear();
  new_connections_.clear();
  return result;
}

void Server::HandleEvent(uint64_t id, uint32_t events) {
  if (id == kWakeId) return HandleWake();
  if (const auto listener = listeners_.find(id); listener != listeners_.end()) {
    return Accept(listener->second);
  }
  // An event of a connection that an earlier event of the same round has closed.
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  const std::shared_ptr<Connection> connection = found->second;
  if ((events & EPOLLOUT) != 0) connection->Write();
  const uint32_t ended = EPOLLHUP | EPOLLERR;
  if ((events & (EPOLLIN | ended)) != 0) {
    connection->Read((events & ended) != 0,
                     [&](const Frame& frame) { HandleFrame(connection, frame); });
  }
  if (connection->broken()) CloseConnection(id);
}

void Server::HandleWake() {
  eventfd_t ignored;
  ::eventfd_read(wake_.get(), &ignored);
  std::vector<FileDescriptor> listeners;
  std::vector<FileDescriptor> connections;
  {
    MutexLock lock(&mutex_);
    listeners.swap(new_listeners_);
    connections.swap(new_connections_);
  }
  if (shutdown_deadline_ != kUnset) return;
  for (FileDescriptor& listener : listeners) {
    const uint64_t id = next_id_++;
    if (!Watch(epoll_.get(), listener.get(), id).ok()) continue;
    listeners_[id] = {.socket = std::move(listener), .id = id};
  }
  for (FileDescriptor& socket : connections) {
    absl::StatusOr<PeerCredentials> peer = GetPeerCredentials(socket.get());
    if (peer.ok()) Open(std::move(socket), *peer);
  }
}

void Server::Accept(Listener& listener) {
  for (int i = 0; i < kAcceptsAtOnce; ++i) {
    FileDescriptor socket(
        ::accept4(listener.socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket.valid()) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      if (errno == EAGAIN) return;
      // No descriptors or no memory. The connection stays in the queue, and epoll would report it
      // without end.
      listener.paused_until = Later(MonotonicNanos(), kAcceptPause);
      epoll_event none = {.events = 0, .data = {.u64 = listener.id}};
      ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, listener.socket.get(), &none);
      return;
    }
    absl::StatusOr<PeerCredentials> peer = GetPeerCredentials(socket.get());
    if (peer.ok() && options_.authorize(*peer).ok()) Open(std::move(socket), *peer);
  }
}

void Server::Open(FileDescriptor socket, const PeerCredentials& peer) {
  if (connections_.size() >= options_.max_connections) return;
  const uint64_t id = next_id_++;
  auto connection =
      std::make_shared<Connection>(id, std::move(socket), peer, epoll_.get(), limits_, load_);
  if (!connection->Register().ok()) return;
  load_->last_activity = MonotonicNanos();
  connections_[id] = std::move(connection);
}

void Server::CloseConnection(uint64_t id) {
  const auto found = connections_.find(id);
  const std::shared_ptr<Connection> connection = std::move(found->second);
  connections_.erase(found);
  connection->Close();
  work_.Discard(id);
  if (options_.on_close) options_.on_close(id);
}

void Server::BeginShutdown(int64_t now) {
  shutdown_deadline_ = Later(now, options_.shutdown_grace);
  listeners_.clear();
  for (const auto& [id, connection] : connections_) connection->Finish();
}

int64_t Server::HandleTime(int64_t now) {
  int64_t next = shutdown_deadline_ == kUnset ? kNever : shutdown_deadline_;
  for (auto& [id, listener] : listeners_) {
    if (listener.paused_until == 0) continue;
    if (now >= listener.paused_until) {
      listener.paused_until = 0;
      epoll_event event = {.events = EPOLLIN, .data = {.u64 = id}};
      ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, listener.socket.get(), &event);
    } else {
      next = std::min(next, listener.paused_until);
    }
  }
  if (options_.stall_timeout != absl::InfiniteDuration() && !connections_.empty()) {
    const absl::Duration interval = std::max(options_.stall_timeout / 2, kShortestWait);
    if (next_stall_check_ == kUnset) next_stall_check_ = Later(now, interval);
    if (now >= next_stall_check_) {
      const int64_t since = now - absl::ToInt64Nanoseconds(options_.stall_timeout);
      std::vector<uint64_t> stalled;
      for (const auto& [id, connection] : connections_) {
        if (connection->StalledSince(since)) stalled.push_back(id);
      }
      for (uint64_t id : stalled) CloseConnection(id);
      next_stall_check_ = Later(now, interval);
    }
    next = std::min(next, next_stall_check_);
  } else {
    next_stall_check_ = kUnset;
  }
  return std::min(next, CheckIdle(now));
}

int64_t Server::CheckIdle(int64_t now) {
  if (!options_.on_idle || options_.idle_timeout == absl::InfiniteDuration()) return kNever;
  // The end of a connection wakes the loop anyway.
  if (options_.connections_are_activity && !connections_.empty()) return kNever;
  // The end of a call need not, but the server is idle no earlier than idle_timeout after it.
  if (load_->calls.load(std::memory_order_acquire) > 0) {
    return Later(now, std::max(options_.idle_timeout, kShortestWait));
  }
  const int64_t last = load_->last_activity.load(std::memory_order_relaxed);
  if (last == idle_reported_) return kNever;
  const int64_t due = Later(last, options_.idle_timeout);
  if (due > now) return due;
  idle_reported_ = last;
  options_.on_idle();
  return kNever;
}

void Server::HandleFrame(const std::shared_ptr<Connection>& connection, const Frame& frame) {
  const FrameHeader& header = frame.header;
  if (frame.oversized) {
    connection->Reject(header.stream,
                       absl::ResourceExhaustedError(absl::StrCat(
                           "a message of ", header.length, " bytes; at most ", kMaxFrameData)));
    return;
  }
  if (header.type != kRequestFrame && header.type != kDataFrame) return;
  if (header.stream % 2 != 1) {
    connection->Reject(header.stream, absl::InvalidArgumentError(absl::StrCat(
                                          "stream ids of clients are odd, not ", header.stream)));
    return;
  }
  if (header.type == kRequestFrame) {
    HandleRequest(connection, frame);
  } else if (!connection->InFlight(header.stream)) {
    // A unary call in flight gets its own answer; a second one would be taken for that.
    connection->Reject(header.stream, absl::InvalidArgumentError(absl::StrCat(
                                          "stream ", header.stream, " is not open for data")));
  }
}

void Server::HandleRequest(const std::shared_ptr<Connection>& connection, const Frame& frame) {
  const uint32_t stream = frame.header.stream;
  const auto reject = [&](const absl::Status& status) { connection->Reject(stream, status); };
  if (stream <= connection->last_stream) {
    return reject(absl::InvalidArgumentError(absl::StrCat(
        "stream ids increase, and ", stream, " is not above ", connection->last_stream)));
  }
  connection->last_stream = stream;
  absl::StatusOr<RequestEnvelope> request = DecodeRequest(frame.data);
  if (!request.ok()) return reject(request.status());
  if ((frame.header.flags & (kRemoteClosedFlag | kRemoteOpenFlag)) != 0) {
    return reject(absl::UnimplementedError("this server answers unary calls only, no streams"));
  }
  const auto service = services_.find(request->service);
  if (service == services_.end()) {
    return reject(absl::UnimplementedError(absl::StrCat("service ", request->service)));
  }
  const auto method = service->second.find(request->method);
  if (method == service->second.end()) {
    return reject(absl::UnimplementedError(
        absl::StrCat("method ", request->method, " of service ", request->service)));
  }
  if (shutdown_requested_) return reject(absl::UnavailableError("the server is shutting down"));
  if (request->timeout_nano < 0) {
    return reject(absl::DeadlineExceededError("the timeout was over when the request was sent"));
  }
  if (!connection->BeginCall(stream)) {
    return reject(absl::ResourceExhaustedError(
        absl::StrCat("more than ", limits_.max_calls, " calls in flight on one connection")));
  }
  Dispatch(method->second, connection, ServerCall(connection, stream, *request));
}

void Server::Dispatch(const RegisteredMethod& method, const std::shared_ptr<Connection>& connection,
                      ServerCall call) {
  if (method.execution == Execution::kInline) return method.body(std::move(call));
  const size_t size = call.payload().size();
  connection->Queued(size);
  const absl::Status pushed =
      work_.Push(connection->id(), [&method, connection, size, call = std::move(call)]() mutable {
        connection->Unqueued(size);
        if (connection->gone()) return;
        if (call.cancelled()) {
          return call.Fail(absl::DeadlineExceededError("the timeout was over in the queue"));
        }
        method.body(std::move(call));
      });
  // The task went, and its call with it, which has answered for itself.
  if (!pushed.ok()) connection->Unqueued(size);
}

}  // namespace arc::ttrpc
