// What the frames of calls hold: protobuf messages of a few fields, coded here rather than by
// libprotobuf. A payload is then copied once on its way, and programs that speak ttrpc without
// protobuf do not link it.
//
//   Request   service 1, method 2, payload 3, timeout_nano 4 (int64), metadata 5 {key 1, value 2}
//   Response  status 1 {code 1 (int32), message 2, details 3}, payload 2
//
// Read as protobuf asks: of a field that comes twice the last counts, unknown fields are skipped
// (groups are not known).
#ifndef ARC_RPC_TTRPC_ENVELOPE_H_
#define ARC_RPC_TTRPC_ENVELOPE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace arc::ttrpc {

// Keys and values as UTF-8, in the order sent; a key may come several times.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// Views into the bytes that were decoded, except for the metadata.
struct RequestEnvelope {
  absl::string_view service;
  absl::string_view method;
  absl::string_view payload;
  // Nanoseconds from sending until nobody waits for the answer; 0: no limit.
  int64_t timeout_nano = 0;
  Metadata metadata;
};

// InvalidArgument: these bytes are not such a message.
absl::StatusOr<RequestEnvelope> DecodeRequest(absl::string_view bytes);

// The whole message up to the bytes of the payload, which come last and are sent from where they
// are. Fails with InvalidArgument when a text is no UTF-8, which peers would refuse.
absl::StatusOr<std::string> EncodeRequestPrefix(const RequestEnvelope& request);

struct ResponseEnvelope {
  // What the server answered: success or its error. Codes that gRPC does not have become kUnknown.
  absl::Status status;
  absl::string_view payload;
};

// InvalidArgument: these bytes are not such a message.
absl::StatusOr<ResponseEnvelope> DecodeResponse(absl::string_view bytes);

// A response that succeeds, up to the bytes of its payload of `payload_size` bytes. Success carries
// no status.
std::string EncodeResponsePrefix(size_t payload_size);

// A response that fails. `status` is not OK. Its message is cut at 8 KiB and made UTF-8.
std::string EncodeErrorResponse(const absl::Status& status);

bool IsUtf8(absl::string_view text);

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_ENVELOPE_H_
