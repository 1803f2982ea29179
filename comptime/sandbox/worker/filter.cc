#include "comptime/sandbox/worker/filter.h"

#include <asm/mman.h>
#include <asm/unistd.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <stddef.h>

#include "runtime/core/sys.h"

namespace arc::comptime {
namespace {

constexpr sock_filter Load(size_t offset) {
  return {BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<uint32_t>(offset)};
}
// The next instruction when the loaded word is `value`, else the one `otherwise` further on.
constexpr sock_filter ContinueIf(uint32_t value, uint8_t otherwise) {
  return {BPF_JMP | BPF_JEQ | BPF_K, 0, otherwise, value};
}
constexpr sock_filter SkipIf(uint32_t value, uint8_t skipped) {
  return {BPF_JMP | BPF_JEQ | BPF_K, skipped, 0, value};
}
constexpr sock_filter Return(uint32_t action) { return {BPF_RET | BPF_K, 0, 0, action}; }

// The lower half of an argument; operations and advice are 32 bits wide.
constexpr size_t Argument(size_t index) { return offsetof(seccomp_data, args) + 8 * index; }

constexpr sock_filter kFilter[] = {
    /* 0 */ Load(offsetof(seccomp_data, arch)),
    /* 1 */ ContinueIf(AUDIT_ARCH_X86_64, 12),
    /* 2 */ Load(offsetof(seccomp_data, nr)),
    /* 3 */ SkipIf(__NR_rt_sigreturn, 9),
    /* 4 */ ContinueIf(__NR_futex, 4),
    /* 5 */ Load(Argument(1)),
    /* 6 */ SkipIf(FUTEX_WAIT, 6),
    /* 7 */ SkipIf(FUTEX_WAKE, 5),
    /* 8 */ Return(SECCOMP_RET_KILL_PROCESS),
    /* 9 */ ContinueIf(__NR_madvise, 4),
    /* 10 */ Load(Argument(2)),
    /* 11 */ SkipIf(MADV_POPULATE_WRITE, 1),
    /* 12 */ ContinueIf(MADV_DONTNEED, 1),
    /* 13 */ Return(SECCOMP_RET_ALLOW),
    /* 14 */ Return(SECCOMP_RET_KILL_PROCESS),
};

}  // namespace

int64_t InstallFilter() {
  const int64_t error = arc_rt_syscall5(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (rt::IsError(error)) return error;
  sock_fprog program = {sizeof(kFilter) / sizeof(kFilter[0]), const_cast<sock_filter*>(kFilter)};
  // Without the flag some kernels turn off the processor's speculation past stores for processes
  // with a filter, which makes all code slower.
  return arc_rt_syscall3(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW,
                         rt::Word(&program));
}

}  // namespace arc::comptime
