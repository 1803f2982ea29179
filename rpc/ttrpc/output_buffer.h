// Bytes on their way into a socket: sent at once where the socket takes them, kept where it does
// not.
#ifndef ARC_RPC_TTRPC_OUTPUT_BUFFER_H_
#define ARC_RPC_TTRPC_OUTPUT_BUFFER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rpc/ttrpc/socket.h"

namespace arc::ttrpc {

// Not synchronized. Never blocks and raises no SIGPIPE, whatever the descriptor's flags.
class OutputBuffer {
 public:
  // Sends what is kept, then `head`, then `body`; keeps what does not go. On failure nothing can be
  // sent any more.
  absl::Status Send(int fd, absl::string_view head, absl::string_view body);
  // As Send, with a descriptor that arrives with the first byte of `head`.
  absl::Status SendWith(int fd, absl::string_view head, absl::string_view body,
                        FileDescriptor descriptor);
  // Keeps both; for frames that go together with the next Flush.
  void Append(absl::string_view head, absl::string_view body);
  absl::Status Flush(int fd) { return Send(fd, {}, {}); }

  bool empty() const { return begin_ == kept_.size(); }
  size_t size() const { return kept_.size() - begin_; }

 private:
  struct Attached {
    // Of the byte that it goes with, from the beginning of the stream.
    uint64_t offset;
    FileDescriptor descriptor;
  };

  std::deque<Attached> attached_;
  uint64_t sent_ = 0;  // bytes since the beginning of the stream
  // Sent up to begin_.
  std::string kept_;
  size_t begin_ = 0;
};

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_OUTPUT_BUFFER_H_
