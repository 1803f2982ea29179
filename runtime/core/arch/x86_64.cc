// x86-64: the thread pointer is the base of segment fs; children of clone.

#include <asm/prctl.h>
#include <asm/unistd.h>
#include <linux/sched.h>

#include "runtime/core/arch/thread_pointer.h"
#include "runtime/core/atomic.h"
#include "runtime/core/foundation.h"
#include "runtime/core/sys.h"

namespace arc::rt {
namespace {

// What the child of clone finds on its stack. The kernel gives it all registers of the parent but
// the result and the stack pointer, so it leaves the stub of the system call with this stack: it
// returns to `entry`, with the first two arguments of the call in the registers of a function's
// first two arguments.
struct ChildStack {
  void (*entry)(uint64_t flags, ChildStack* stack);
  uint64_t return_address;  // of `entry`: 0 ends stack traces
  void (*function)(void*);
  void* argument;
};
static_assert(sizeof(ChildStack) % 16 == 0, "the entry is called on an aligned stack");

[[noreturn, gnu::noinline]] void EnterChild(uint64_t /*flags*/, ChildStack* stack) {
  // The frame pointer is still the parent's; this frame is the last one.
  *static_cast<uint64_t*>(__builtin_frame_address(0)) = 0;
  stack->function(stack->argument);
  __builtin_trap();
}

}  // namespace

bool HasClone3() {
  enum : int32_t { kUnknown, kYes, kNo };
  static constinit Atomic<int32_t> known{kUnknown};
  // Relaxed: whoever asks first finds the same.
  int32_t answer = known.Load(Order::kRelaxed);
  if (answer == kUnknown) {
    // The kernel itself finds the size wrong; filters answer ENOSYS or EPERM.
    answer = arc_rt_syscall2(__NR_clone3, 0, 0) == -EINVAL ? kYes : kNo;
    known.Store(answer, Order::kRelaxed);
  }
  return answer == kYes;
}

int64_t Clone(const clone_args& request, void (*function)(void*), void* argument) {
  if (HasClone3()) return arc_rt_clone(&request, sizeof(request), function, argument);
  auto* stack = reinterpret_cast<ChildStack*>(request.stack + request.stack_size) - 1;
  *stack = {EnterChild, 0, function, argument};
  // One argument for both.
  const uint64_t parent_word =
      (request.flags & CLONE_PIDFD) != 0 ? request.pidfd : request.parent_tid;
  return arc_rt_syscall5(__NR_clone, request.flags | request.exit_signal, Word(stack), parent_word,
                         request.child_tid, request.tls);
}

// arch_prctl rather than wrfsbase: whether the instruction may be used would have to be looked up
// first, and the call costs 0.1 us once per process (threads get their pointer from clone3).
int64_t SetThreadPointer(ArcThread* thread) {
  return arc_rt_syscall2(__NR_arch_prctl, ARCH_SET_FS, reinterpret_cast<uintptr_t>(thread));
}

}  // namespace arc::rt
