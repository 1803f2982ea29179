// Unix stream sockets: descriptors that close themselves, listening, connecting, who is at the
// other end. All descriptors made here close on exec. Errors carry the system's reason and the
// path.
#ifndef ARC_RPC_TTRPC_SOCKET_H_
#define ARC_RPC_TTRPC_SOCKET_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace arc::ttrpc {

// Owns a descriptor.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileDescriptor() { Close(); }

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  int Release() { return std::exchange(fd_, -1); }
  void Close();

 private:
  int fd_ = -1;
};

// Bytes of a socket's path at most. The system's limit is 107; containerd's clients stop at this.
inline constexpr size_t kMaxSocketPath = 106;

// Listens on `path`, with the permissions `mode` from the first moment. Only with the right to
// write to it can anybody connect. A socket at which nobody answers any more is replaced;
// AlreadyExists: somebody does, or the path is something other than a socket.
// Of two that replace one at the same moment the first may lose its file: a lock is the caller's.
absl::StatusOr<FileDescriptor> ListenUnix(const std::string& path, mode_t mode = 0600);

// Connects to `path`. DeadlineExceeded: the server's queue stayed full for `timeout`. NotFound,
// Unavailable: no such socket; nobody listens on it.
absl::StatusOr<FileDescriptor> ConnectUnix(const std::string& path,
                                           absl::Duration timeout = absl::Seconds(10));

// Two sockets connected with each other.
absl::StatusOr<std::pair<FileDescriptor, FileDescriptor>> SocketPair();

// OK if `fd` is a connected Unix stream socket, as descriptors from elsewhere may not be.
absl::Status CheckConnectedSocket(int fd);

// The process that connected, listened or made the pair, as it was then.
struct PeerCredentials {
  pid_t pid = 0;
  uid_t uid = 0;
  gid_t gid = 0;
};

absl::StatusOr<PeerCredentials> GetPeerCredentials(int fd);

// OK for root and for processes of this process's own user, PermissionDenied for others.
absl::Status AllowOwnUser(const PeerCredentials& peer);

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_SOCKET_H_
