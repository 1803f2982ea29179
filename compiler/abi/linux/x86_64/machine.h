// What Linux has its own way on x86-64: system call numbers used by generated code, the registers
// that a signal handler finds, and `struct stat`.

#ifndef ARC_COMPILER_ABI_LINUX_X86_64_MACHINE_H_
#define ARC_COMPILER_ABI_LINUX_X86_64_MACHINE_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "compiler/abi/linux/process.h"
#include "compiler/abi/linux/signal.h"

namespace arc::abi::linux_x86_64 {

enum class SystemCall : int32_t {
  kRead = 0,
  kWrite = 1,
  kRtSigAction = 13,
  kRtSigReturn = 15,
  kExit = 60,
  kSigAltStack = 131,
  kArchPrctl = 158,
  kFutex = 202,
  kExitGroup = 231,
  kExecveAt = 322,
  kClone3 = 435,
};

// `struct sigcontext` (mcontext_t): in this order on the signal frame.
struct MachineContext {
  uint64_t r8 = 0, r9 = 0, r10 = 0, r11 = 0, r12 = 0, r13 = 0, r14 = 0, r15 = 0;
  uint64_t rdi = 0, rsi = 0, rbp = 0, rbx = 0, rdx = 0, rax = 0, rcx = 0, rsp = 0, rip = 0;
  uint64_t flags = 0;
  uint16_t cs = 0, gs = 0, fs = 0, ss = 0;
  uint64_t error_code = 0;
  uint64_t trap_number = 0;
  uint64_t old_mask = 0;
  uint64_t fault_address = 0;  // cr2
  uint64_t floating_point_state = 0;
  std::array<uint64_t, 8> reserved = {};

  template <typename Writer>
  void Fields(Writer& write) const {
    write(r8, r9, r10, r11, r12, r13, r14, r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip, flags,
          cs, gs, fs, ss, error_code, trap_number, old_mask, fault_address, floating_point_state,
          reserved);
  }
};
static_assert(sizeof(MachineContext) == 256);

// `struct ucontext`.
struct UserContext {
  uint64_t flags = 0;
  uint64_t link = 0;
  linux_os::SignalStack stack;
  MachineContext machine;
  linux_os::SignalSet mask = 0;

  template <typename Writer>
  void Fields(Writer& write) const {
    write(flags, link, stack, machine, mask);
  }
};
static_assert(sizeof(UserContext) == 304);
static_assert(offsetof(UserContext, machine) == 40);

// What the kernel pushes before a handler runs: `struct rt_sigframe`. On entry rsp points at the
// return address; the restorer starts with rsp at `context`.
struct SignalFrame {
  uint64_t return_address = 0;
  UserContext context;
  linux_os::SignalInfo info;

  template <typename Writer>
  void Fields(Writer& write) const {
    write(return_address, context, info);
  }
};
static_assert(offsetof(SignalFrame, context) == 8);

// `struct stat`.
struct FileStatus {
  uint64_t device = 0;
  uint64_t inode = 0;
  uint64_t links = 0;
  uint32_t mode = 0;
  uint32_t owner = 0;
  uint32_t group = 0;
  uint32_t padding = 0;
  uint64_t special_device = 0;
  int64_t size = 0;
  int64_t block_size = 0;
  int64_t blocks = 0;
  linux_os::TimeSpec accessed;
  linux_os::TimeSpec modified;
  linux_os::TimeSpec changed;
  std::array<int64_t, 3> unused = {};

  template <typename Writer>
  void Fields(Writer& write) const {
    write(device, inode, links, mode, owner, group, padding, special_device, size, block_size,
          blocks, accessed, modified, changed, unused);
  }
};
static_assert(sizeof(FileStatus) == 144);

}  // namespace arc::abi::linux_x86_64

#endif  // ARC_COMPILER_ABI_LINUX_X86_64_MACHINE_H_
