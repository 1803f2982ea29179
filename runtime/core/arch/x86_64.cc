// x86-64: the thread pointer is the base of segment fs.

#include <asm/prctl.h>
#include <asm/unistd.h>

#include "runtime/core/arch/thread_pointer.h"
#include "runtime/core/foundation.h"

namespace arc::rt {

// arch_prctl rather than wrfsbase: whether the instruction may be used would have to be looked up
// first, and the call costs 0.1 us once per process (threads get their pointer from clone3).
int64_t SetThreadPointer(ArcThread* thread) {
  return arc_rt_syscall2(__NR_arch_prctl, ARCH_SET_FS, reinterpret_cast<uintptr_t>(thread));
}

}  // namespace arc::rt
