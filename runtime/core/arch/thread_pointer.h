// The machine's thread pointer: the address of the running thread's control block.

#ifndef ARC_RUNTIME_CORE_ARCH_THREAD_POINTER_H_
#define ARC_RUNTIME_CORE_ARCH_THREAD_POINTER_H_

#include <stdint.h>

struct ArcThread;

namespace arc::rt {

// The control block of the running thread.
inline ArcThread* CurrentThread() { return static_cast<ArcThread*>(__builtin_thread_pointer()); }

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
