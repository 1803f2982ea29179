// Points in time that setting the clock does not move: nanoseconds since boot.
#ifndef ARC_RPC_TTRPC_MONOTONIC_H_
#define ARC_RPC_TTRPC_MONOTONIC_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

#include "absl/time/time.h"

namespace arc::ttrpc {

inline constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

inline int64_t MonotonicNanos() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// `nanos` after `now`; kNever if that is beyond all time.
inline int64_t Later(int64_t now, int64_t nanos) {
  return nanos >= kNever - now ? kNever : now + nanos;
}

inline int64_t Later(int64_t now, absl::Duration duration) {
  return duration == absl::InfiniteDuration() ? kNever
                                              : Later(now, absl::ToInt64Nanoseconds(duration));
}

// Milliseconds for poll and epoll_wait until `deadline`, rounded up: nobody wakes too early. -1 is
// forever.
inline int PollTimeout(int64_t now, int64_t deadline) {
  if (deadline == kNever) return -1;
  if (deadline <= now) return 0;
  return static_cast<int>(
      std::min<int64_t>((deadline - now - 1) / 1'000'000 + 1, std::numeric_limits<int>::max()));
}

}  // namespace arc::ttrpc

#endif  // ARC_RPC_TTRPC_MONOTONIC_H_
