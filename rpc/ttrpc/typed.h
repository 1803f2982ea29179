// Calls whose payloads are protobuf messages. Any class with libprotobuf's ParseFromArray and
// SerializeToString will do, so that this file needs no libprotobuf itself.
#ifndef ARC_RPC_TTRPC_TYPED_H_
#define ARC_RPC_TTRPC_TYPED_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "rpc/ttrpc/client.h"
#include "rpc/ttrpc/server.h"

namespace arc::ttrpc {

// The message of `bytes`; `failure` if they are none. At most kMaxFrameData bytes, so that their
// size is an int.
template <class Message>
absl::StatusOr<Message> ParsePayload(absl::string_view bytes, absl::StatusCode failure,
                                     absl::string_view name) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::Status(failure, absl::StrCat("malformed message of ", name));
  }
  return message;
}

template <class Message>
absl::StatusOr<std::string> SerializePayload(const Message& message, absl::string_view name) {
  std::string bytes;
  if (!message.SerializeToString(&bytes)) {
    return absl::InternalError(absl::StrCat("message of ", name, " cannot be written"));
  }
  return bytes;
}

// As Client::Call. Internal: the answer is no Response.
template <class Response, class Request>
absl::StatusOr<Response> CallTyped(Client& client, absl::string_view service,
                                   absl::string_view method, const Request& request,
                                   const CallOptions& options = {}) {
  absl::StatusOr<std::string> payload = SerializePayload(request, method);
  if (!payload.ok()) return payload.status();
  absl::StatusOr<std::string> answer = client.Call(service, method, *payload, options);
  if (!answer.ok()) return answer.status();
  return ParsePayload<Response>(*answer, absl::StatusCode::kInternal, method);
}

// Registers `body`, which is called as absl::StatusOr<Response>(const ServerCall&, const Request&),
// maybe on several threads at once. A payload that is no Request is answered with InvalidArgument.
template <class Request, class Body>
absl::Status RegisterTyped(Server& server, absl::string_view service, absl::string_view method,
                           Execution execution, Body body) {
  return server.RegisterUnary(
      service, method, execution,
      [body = std::move(body)](const ServerCall& call) -> absl::StatusOr<std::string> {
        absl::StatusOr<Request> request = ParsePayload<Request>(
            call.payload(), absl::StatusCode::kInvalidArgument, call.method());
        if (!request.ok()) return request.status();
        auto response = body(call, *request);
        if (!response.ok()) return response.status();
        return SerializePayload(*response, call.method());
      });
}

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_TYPED_H_
