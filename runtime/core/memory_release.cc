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
        for (const arc::rt::HeapBin& bin : thread->heap.bins) {
          *static_cast<uint64_t*>(context) -= bin.limit - bin.room;
        }
      },
      &live);
  return live;
}

}  // extern "C"
