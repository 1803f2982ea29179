#include <algorithm>
#include <utility>

#include "rpc/ttrpc/monotonic.h"
#include "rpc/ttrpc/server.h"

namespace arc::ttrpc {

ServerCall::ServerCall(std::shared_ptr<Connection> connection, uint32_t stream,
                       const RequestEnvelope& request)
    : connection_(std::move(connection)),
      stream_(stream),
      deadline_(request.timeout_nano == 0 ? kNever : Later(MonotonicNanos(), request.timeout_nano)),
      service_(request.service),
      method_(request.method),
      payload_(request.payload),
      metadata_(request.metadata) {}

ServerCall::~ServerCall() {
  if (connection_ == nullptr || answered_) return;
  Fail(absl::InternalError("the method gave no answer"));
}

absl::Duration ServerCall::remaining() const {
  if (deadline_ == kNever) return absl::InfiniteDuration();
  return std::max(absl::Nanoseconds(deadline_ - MonotonicNanos()), absl::ZeroDuration());
}

bool ServerCall::cancelled() const {
  return connection_->gone() || (deadline_ != kNever && MonotonicNanos() >= deadline_);
}

void ServerCall::Reply(absl::string_view payload) {
  if (std::exchange(answered_, true)) return;
  connection_->EndCall(stream_, EncodeResponsePrefix(payload.size()), payload,
                       std::move(attached_));
}

void ServerCall::Fail(const absl::Status& status) {
  if (std::exchange(answered_, true)) return;
  connection_->EndCall(
      stream_,
      EncodeErrorResponse(status.ok() ? absl::InternalError("the method failed without an error")
                                      : status),
      {});
}

void ServerCall::Reply(const absl::StatusOr<std::string>& result) {
  if (result.ok()) {
    Reply(absl::string_view(*result));
  } else {
    Fail(result.status());
  }
}

}  // namespace arc::ttrpc
