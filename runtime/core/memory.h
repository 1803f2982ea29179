// The allocator as the runtime's other parts see it.

#ifndef ARC_RUNTIME_CORE_MEMORY_H_
#define ARC_RUNTIME_CORE_MEMORY_H_

#include <stdint.h>

struct ArcHeapStatistics;
struct ArcThread;

namespace arc::rt {

// The plain allocator: in the release flavour it is arc_rt_alloc itself, in the checked flavour it
// lies below the checks. Allocate returns null when there is no memory.
void* AllocateBlock(uint64_t size);
void FreeBlockOf(void* block, uint64_t size);
void* ReallocateBlock(void* block, uint64_t old_size, uint64_t new_size);

// What the plain allocator has handed out and keeps.
void PlainStatistics(ArcHeapStatistics* statistics);

// Gives a thread's cached blocks back to the shared heap; the thread must not be running.
void FlushHeapCache(ArcThread* thread);

// "out of memory: N bytes"; the position is the caller's caller.
[[noreturn]] void OutOfMemory(uint64_t size);

// Called when main or a compute entry has returned: the checked flavour reports what is still alive
// and returns ARC_RT_EXIT_LEAK if there is anything; otherwise `code` comes back.
int32_t CheckHeapAtExit(int32_t code);

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_MEMORY_H_
