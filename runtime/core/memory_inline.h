// The fast paths of arc_rt_alloc and arc_rt_free. Compiled into the archive and, as bitcode, into
// programs.

#ifndef ARC_RUNTIME_CORE_MEMORY_INLINE_H_
#define ARC_RUNTIME_CORE_MEMORY_INLINE_H_

#include "runtime/core/contract.h"
#include "runtime/core/memory_classes.h"
#include "runtime/core/thread_block.h"

namespace arc::rt {

// The running thread's bin of a size up to kSmallLimit.
inline HeapBin* BinOf(uint64_t size) { return &CurrentThread()->heap.bins[ClassOf(size)]; }

[[gnu::always_inline]] inline void* AllocateFast(uint64_t size) {
  if (size <= kSmallLimit) [[likely]] {
    HeapBin* bin = BinOf(size);
    FreeBlock* block = bin->head;
    if (block != nullptr) [[likely]] {
      bin->head = block->next;
      bin->room += 1;
      return block;
    }
  }
  return arc_rt_alloc_slow(size);
}

[[gnu::always_inline]] inline void FreeFast(void* memory, uint64_t size) {
  if (memory == nullptr) return;
  if (size <= kSmallLimit) [[likely]] {
    HeapBin* bin = BinOf(size);
    if (bin->room != 0) [[likely]] {
      auto* block = static_cast<FreeBlock*>(memory);
      block->next = bin->head;
      bin->head = block;
      bin->room -= 1;
      return;
    }
  }
  arc_rt_free_slow(memory, size);
}

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_MEMORY_INLINE_H_
