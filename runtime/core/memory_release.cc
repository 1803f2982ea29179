// The release flavour of the allocator's entry points; memory_checked.cc is the other one.

#include "runtime/core/contract.h"
#include "runtime/core/memory.h"
#include "runtime/core/memory_inline.h"

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

void arc_rt_heap_statistics(ArcHeapStatistics* statistics) { arc::rt::PlainStatistics(statistics); }

uint64_t arc_rt_live_objects() {
  ArcHeapStatistics statistics;
  arc::rt::PlainStatistics(&statistics);
  return statistics.live_objects;
}

}  // extern "C"
