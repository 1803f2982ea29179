// The system calls that a worker may make once it runs: waiting for its turn, waking the service,
// dropping its own memory, and returning from a signal. Anything else kills it.

#ifndef ARC_COMPTIME_SANDBOX_WORKER_FILTER_H_
#define ARC_COMPTIME_SANDBOX_WORKER_FILTER_H_

#include <stdint.h>

namespace arc::comptime {

// 0 or -errno. For good: nothing takes the filter away.
int64_t InstallFilter();

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_WORKER_FILTER_H_
