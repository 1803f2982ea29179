// libFuzzer target over what comes from sockets. The first byte chooses: the frame reader, fed in
// pieces of uneven size and compared with itself fed at once; the two messages, encoded again; a
// server, whose client sends the bytes.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rpc/ttrpc/client.h"
#include "rpc/ttrpc/envelope.h"
#include "rpc/ttrpc/frame.h"
#include "rpc/ttrpc/server.h"
#include "rpc/ttrpc/test_support.h"

namespace arc::ttrpc {
namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

std::vector<std::string> ReadFrames(absl::string_view bytes, size_t piece) {
  FrameReader reader;
  std::vector<std::string> frames;
  while (!bytes.empty()) {
    const absl::Span<char> space = reader.Space();
    Check(!space.empty());
    const size_t count = std::min({piece, space.size(), bytes.size()});
    std::memcpy(space.data(), bytes.data(), count);
    reader.Commit(count);
    bytes.remove_prefix(count);
    while (std::optional<Frame> frame = reader.Next()) {
      Check(frame->oversized || frame->data.size() == frame->header.length);
      frames.push_back(
          absl::StrCat(frame->header.stream, frame->oversized ? "!" : ":", frame->data));
    }
  }
  return frames;
}

void FuzzFrames(absl::string_view bytes) {
  const std::vector<std::string> whole = ReadFrames(bytes, bytes.size());
  for (size_t piece : {1, 7, 4096}) Check(ReadFrames(bytes, piece) == whole);
}

void FuzzEnvelopes(absl::string_view bytes) {
  if (absl::StatusOr<RequestEnvelope> request = DecodeRequest(bytes); request.ok()) {
    absl::StatusOr<std::string> prefix = EncodeRequestPrefix(*request);
    Check(prefix.ok());
    const std::string encoded = absl::StrCat(*prefix, request->payload);
    absl::StatusOr<RequestEnvelope> again = DecodeRequest(encoded);
    Check(again.ok() && again->service == request->service && again->method == request->method &&
          again->payload == request->payload && again->timeout_nano == request->timeout_nano &&
          again->metadata == request->metadata);
  }
  if (absl::StatusOr<ResponseEnvelope> response = DecodeResponse(bytes); response.ok()) {
    if (response->status.ok()) return;
    const std::string encoded = EncodeErrorResponse(response->status);
    absl::StatusOr<ResponseEnvelope> again = DecodeResponse(encoded);
    Check(again.ok() && again->status.code() == response->status.code());
  }
}

void FuzzServer(absl::string_view bytes) {
  // One for all inputs: it must survive each.
  static EchoServer* const echo = [] {
    auto* server = new EchoServer();
    Check(server->server().Start().ok());
    return server;
  }();
  {
    RawPeer peer(echo->Connect());
    peer.Send(bytes);
    peer.CloseSending();
    echo->AnswerKept();
    peer.Close();
  }
  std::unique_ptr<Client> client = *Client::Create(echo->Connect());
  Check(client->Call("echo.Echo", "Worker", "alive").ok());
  echo->AnswerKept();
}

}  // namespace
}  // namespace arc::ttrpc

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const absl::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0:
      arc::ttrpc::FuzzFrames(bytes);
      break;
    case 1:
      arc::ttrpc::FuzzEnvelopes(bytes);
      break;
    default:
      arc::ttrpc::FuzzServer(bytes);
      break;
  }
  return 0;
}
