// What the worker's program and the service agree on beside comptime/api: the rest of a worker's
// memory, and how the two sides find and wake each other. Freestanding.

#ifndef ARC_COMPTIME_SANDBOX_LAYOUT_H_
#define ARC_COMPTIME_SANDBOX_LAYOUT_H_

#include <stddef.h>
#include <stdint.h>

#include "comptime/api/comptime_api.h"

namespace arc::comptime {

// The descriptors that a worker starts with; it closes them when it has mapped them.
inline constexpr int kSharedFd = 0;  // control block, output, files, and the result behind them
inline constexpr int kCodeFd = 1;    // of the slab
inline constexpr int kDataFd = 2;

// The shared file: what lies at ARC_COMPTIME_CONTROL_ADDRESS, then the result.
inline constexpr uint64_t kControlBytes = ARC_COMPTIME_CODE_ADDRESS - ARC_COMPTIME_CONTROL_ADDRESS;
inline constexpr uint64_t kResultOffset = kControlBytes;
inline constexpr uint64_t kSharedBytes = kResultOffset + ARC_COMPTIME_RESULT_BYTES;

// Memory of the worker's own.
inline constexpr uint64_t kPristineAddress = 0xE0000000;  // the image's data, read-only
inline constexpr uint64_t kScratchAddress = 0xF0000000;   // stacks of the loop and of signals
inline constexpr uint64_t kLoopStackBytes = 64 << 10;
inline constexpr uint64_t kSignalStackBytes = 64 << 10;
inline constexpr uint64_t kScratchGap = 64 << 10;  // not mapped, between the two
inline constexpr uint64_t kSignalStackAddress = kScratchAddress + kLoopStackBytes + kScratchGap;
static_assert(kSignalStackAddress + kSignalStackBytes < ARC_COMPTIME_HEAP_ADDRESS);

// Nothing lies between heap and stack, so frames of any size run into nothing.
inline constexpr uint64_t kMostHeapBytes = uint64_t{1} << 39;
inline constexpr uint64_t kMostStackBytes = uint64_t{1} << 39;
static_assert(ARC_COMPTIME_HEAP_ADDRESS + kMostHeapBytes < ARC_COMPTIME_STACK_ADDRESS / 2 * 2);

// Beside the control block, in the shared file at kSessionOffset. The worker may write what it
// likes here, too.
struct Session {
  // Set before the process starts.
  uint64_t heap_bytes;  // to map: multiples of the page size
  uint64_t stack_bytes;
  int64_t parent;  // the service's process id
  // Who sleeps on ArcComptimeControl::turn and must be woken.
  uint32_t worker_sleeps;
  uint32_t service_sleeps;
  // Whether the other side has seen what was handed over: if it did not while this side looked for
  // the answer, the two are on one processor, and looking only keeps the other from it.
  uint32_t request_seen;
  uint32_t answer_seen;
  // Why the process could not begin: the step (StartStep) and errno.
  uint32_t failed_step;
  int32_t error;
};
inline constexpr uint64_t kSessionOffset = ARC_COMPTIME_OUTPUT_OFFSET + ARC_COMPTIME_OUTPUT_BYTES;
inline constexpr uint64_t kSessionAddress = ARC_COMPTIME_CONTROL_ADDRESS + kSessionOffset;
static_assert(kSessionOffset % 4096 == 0 && sizeof(Session) <= 4096);
static_assert(kSessionOffset + 4096 <= ARC_COMPTIME_FILES_OFFSET);

// Whether to look for the other side's turn some time before sleeping.
class Patience {
 public:
  // How often to look.
  int Looks() {
    if (skipped_ == 0) return kLooks;
    --skipped_;
    return 0;
  }
  // Looking was in vain: the other side was not running.
  void Lose() { skipped_ = kSkipped; }

 private:
  // Some 20 microseconds, which is what waking a process takes.
  static constexpr int kLooks = 800;
  // After which it is tried again: processes move between processors.
  static constexpr int kSkipped = 64;
  int skipped_ = 0;
};

enum StartStep : uint32_t {
  kStepNone = 0,
  kStepMap = 1,
  kStepParent = 2,  // the service has ended meanwhile
  kStepSignals = 3,
  kStepLimits = 4,
  kStepFilter = 5,  // seccomp
  kStepCount
};

// The exit code of a process that could not begin.
inline constexpr int kStartFailedCode = 70;

// What a service sends a worker whose evaluation takes too long: it ends with TIMED_OUT and a
// report of where it was, if it still can.
inline constexpr int kTimeOutSignal = 24;  // SIGXCPU

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_LAYOUT_H_
