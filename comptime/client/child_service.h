// A comptime service as a child of this process.
#ifndef ARC_COMPTIME_CLIENT_CHILD_SERVICE_H_
#define ARC_COMPTIME_CLIENT_CHILD_SERVICE_H_

#include <sys/types.h>

#include <string>

#include "absl/status/statusor.h"
#include "rpc/ttrpc/socket.h"

namespace arc::comptime {

// It serves one socket, whose other end this process has, and ends when that is closed: also when
// this process is killed. So nothing needs to be cleaned up.
class ChildService {
 public:
  // Starts the program `path` with the option --fd. Returns as soon as it runs, before it serves.
  // Its standard input and output lead nowhere, its environment is empty; standard error is this
  // process's own.
  static absl::StatusOr<ChildService> Start(const std::string& path);

  ChildService(ChildService&& other) noexcept;
  ChildService& operator=(ChildService&& other) noexcept;
  // Ends it, and waits for that. What it does has no effects, so nothing is lost.
  ~ChildService();

  pid_t pid() const { return pid_; }
  // This process's end; once.
  ttrpc::FileDescriptor TakeSocket() { return std::move(socket_); }
  // How it ended, if it did: "killed by signal 9". Empty while it runs.
  std::string End();

 private:
  ChildService(pid_t pid, ttrpc::FileDescriptor socket);

  pid_t pid_;  // 0: moved from, or waited for
  ttrpc::FileDescriptor socket_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_CLIENT_CHILD_SERVICE_H_
