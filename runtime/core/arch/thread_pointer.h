// The machine's thread pointer: the address of the running thread's control block.

#ifndef ARC_RUNTIME_CORE_ARCH_THREAD_POINTER_H_
#define ARC_RUNTIME_CORE_ARCH_THREAD_POINTER_H_

#include <stdint.h>

struct ArcThread;

namespace arc::rt {

// The control block of the running thread.
inline ArcThread* CurrentThread() { return static_cast<ArcThread*>(__builtin_thread_pointer()); }

// The same, for accesses that the compiler is to address by this register alone. Where one access
// goes by the thread register and the next by another, the processor does not forward a store to a
// load at once. Neither is the register kept across calls: reading it again is cheaper.
inline ArcThread* CurrentThreadInRegister() {
#if defined(__x86_64__)
  ArcThread* thread;
  __asm__("mov %%fs:0, %0" : "=r"(thread));
  return thread;
#else
#error "no thread pointer for this machine"
#endif
}

// Makes `thread` the calling thread's control block. 0 or -errno.
int64_t SetThreadPointer(ArcThread* thread);

// Tells the processor that this is a spin loop.
inline void SpinHint() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#else
#error "no spin hint for this machine"
#endif
}

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_ARCH_THREAD_POINTER_H_
