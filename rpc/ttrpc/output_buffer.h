// Bytes on their way into a socket: sent at once where the socket takes them, kept where it does
// not.
#ifndef ARC_RPC_TTRPC_OUTPUT_BUFFER_H_
#define ARC_RPC_TTRPC_OUTPUT_BUFFER_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace arc::ttrpc {

// Not synchronized. Never blocks and raises no SIGPIPE, whatever the descriptor's flags.
class OutputBuffer {
 public:
  // Sends what is kept, then `head`, then `body`; keeps what does not go. On failure nothing can be
  // sent any more.
  absl::Status Send(int fd, absl::string_view head, absl::string_view body);
  // Keeps both; for frames that go together with the next Flush.
  void Append(absl::string_view head, absl::string_view body);
  absl::Status Flush(int fd) { return Send(fd, {}, {}); }

  bool empty() const { return begin_ == kept_.size(); }
  size_t size() const { return kept_.size() - begin_; }

 private:
  // Sent up to begin_.
  std::string kept_;
  size_t begin_ = 0;
};

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_OUTPUT_BUFFER_H_
