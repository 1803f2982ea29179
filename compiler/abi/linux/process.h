// Processes and threads: clone3's arguments, resource limits, time.

#ifndef ARC_COMPILER_ABI_LINUX_PROCESS_H_
#define ARC_COMPILER_ABI_LINUX_PROCESS_H_

#include <cstddef>
#include <cstdint>

namespace arc::abi::linux_os {

enum CloneFlags : uint64_t {
  kCloneVm = 0x00000100,
  kCloneFs = 0x00000200,
  kCloneFiles = 0x00000400,
  kCloneSigHand = 0x00000800,
  kClonePidFd = 0x00001000,
  kCloneVfork = 0x00004000,
  kCloneThread = 0x00010000,
  kCloneNewMount = 0x00020000,
  kCloneSysVSem = 0x00040000,
  kCloneSetTls = 0x00080000,
  kCloneParentSetTid = 0x00100000,
  kCloneChildClearTid = 0x00200000,
  kCloneChildSetTid = 0x01000000,
  kCloneNewCgroup = 0x02000000,
  kCloneNewUts = 0x04000000,
  kCloneNewIpc = 0x08000000,
  kCloneNewUser = 0x10000000,
  kCloneNewPid = 0x20000000,
  kCloneNewNet = 0x40000000,
  kCloneClearSigHand = 0x100000000,
  kCloneIntoCgroup = 0x200000000,
};

// What a POSIX thread shares with its process.
inline constexpr uint64_t kThreadCloneFlags = kCloneVm | kCloneFs | kCloneFiles | kCloneSigHand |
                                              kCloneThread | kCloneSysVSem | kCloneSetTls |
                                              kCloneParentSetTid | kCloneChildClearTid;

// `struct clone_args`, version 2 (88 bytes, kernel 5.7).
struct CloneArgs {
  uint64_t flags = 0;
  uint64_t pidfd = 0;        // int*
  uint64_t child_tid = 0;    // pid_t*, cleared and woken at exit with kCloneChildClearTid
  uint64_t parent_tid = 0;   // pid_t*
  uint64_t exit_signal = 0;  // 0 for threads
  uint64_t stack = 0;        // lowest byte
  uint64_t stack_size = 0;
  uint64_t tls = 0;
  uint64_t set_tid = 0;
  uint64_t set_tid_size = 0;
  uint64_t cgroup = 0;

  template <typename Writer>
  void Fields(Writer& write) const {
    write(flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid,
          set_tid_size, cgroup);
  }
};
static_assert(sizeof(CloneArgs) == 88);
static_assert(offsetof(CloneArgs, stack) == 40);

enum class Resource : int32_t {
  kCpuSeconds = 0,
  kFileSize = 1,
  kData = 2,
  kStack = 3,
  kCore = 4,
  kProcesses = 6,
  kOpenFiles = 7,
  kAddressSpace = 9,
};

inline constexpr uint64_t kUnlimited = ~uint64_t{0};

// `struct rlimit64`, also of prlimit64.
struct ResourceLimit {
  uint64_t current = kUnlimited;
  uint64_t maximum = kUnlimited;

  template <typename Writer>
  void Fields(Writer& write) const {
    write(current, maximum);
  }
};
static_assert(sizeof(ResourceLimit) == 16);

// `struct __kernel_timespec`.
struct TimeSpec {
  int64_t seconds = 0;
  int64_t nanoseconds = 0;

  template <typename Writer>
  void Fields(Writer& write) const {
    write(seconds, nanoseconds);
  }
};
static_assert(sizeof(TimeSpec) == 16);

}  // namespace arc::abi::linux_os

#endif  // ARC_COMPILER_ABI_LINUX_PROCESS_H_
