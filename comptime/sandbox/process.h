// Starts worker processes of the embedded image.

#ifndef ARC_COMPTIME_SANDBOX_PROCESS_H_
#define ARC_COMPTIME_SANDBOX_PROCESS_H_

#include <sys/types.h>

#include "absl/status/statusor.h"

namespace arc::comptime {

// A process with nothing but the three descriptors (layout.h), which stay the caller's; empty
// environment. It dies with this process. The caller waits for it (waitpid). Thread-safe.
absl::StatusOr<pid_t> StartProcess(int shared_fd, int code_fd, int data_fd);

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_PROCESS_H_
