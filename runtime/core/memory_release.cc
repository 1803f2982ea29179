// The release flavour of the allocator's entry points; memory_checked.cc is the other one.

#include "runtime/core/contract.h"
#include "runtime/core/heap.h"
#include "runtime/core/memory.h"
#include "runtime/core/memory_inline.h"
#include "runtime/core/thread_block.h"

namespace arc::rt {

int32_t CheckHeapAtExit(int32_t code) { return code; }

}  // namespace arc::rt

extern "C" {

void* arc_rt_alloc(uint64_t size) { return arc::rt::AllocateFast(size); }
void arc_rt_free(void* block, uint64_t size) { arc::rt::FreeFast(block, size); }

void* arc_rt_realloc(void* block, uint64_t old_size, uint64_t new_size) {
  if (block == nullptr) return arc_rt_alloc(new_size);
  void* moved = arc::rt::ReallocateBlock(block, old_size, new_size);
  if (moved == nullptr) arc::rt::OutOfMemory(new_size);
  return moved;
}

void arc_rt_forget(void* /*block*/) {}

// What the heap handed to threads, less what lies in their caches.
uint64_t arc_rt_live_objects() {
  uint64_t live = arc::rt::HeapBlocksOut();
  arc::rt::VisitThreads(
      [](ArcThread* thread, void* context) {
        uint64_t& count = *static_cast<uint64_t*>(context);
        const arc::rt::HeapCache& cache = thread->heap;
        for (size_t i = 1; i < arc::rt::kClassCount; ++i) {
          count -= cache.bins[i].limit - cache.bins[i].room;
          if (cache.spares[i] != nullptr) count -= arc::rt::MagazineOfClass(i);
        }
      },
      &live);
  return live;
}

}  // extern "C"
