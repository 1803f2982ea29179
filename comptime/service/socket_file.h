// The socket of a service that many clients share.
#ifndef ARC_COMPTIME_SERVICE_SOCKET_FILE_H_
#define ARC_COMPTIME_SERVICE_SOCKET_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "rpc/ttrpc/socket.h"

namespace arc::comptime {

// A listening socket at a path, and the lock beside it (PATH.lock) that says whose it is: what a
// service that was killed left is replaced, what a living one has is not.
class SocketFile {
 public:
  // AlreadyExists: a service has it, or the path is something else. Only this user can connect.
  static absl::StatusOr<SocketFile> Listen(const std::string& path);
  SocketFile(SocketFile&& other) noexcept = default;
  SocketFile& operator=(SocketFile&& other) noexcept = delete;
  // Removes both files.
  ~SocketFile();

  // Once.
  ttrpc::FileDescriptor TakeListener() { return std::move(listener_); }

 private:
  SocketFile(std::string path, ttrpc::FileDescriptor lock, ttrpc::FileDescriptor listener);

  std::string path_;
  ttrpc::FileDescriptor lock_;
  ttrpc::FileDescriptor listener_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SERVICE_SOCKET_FILE_H_
