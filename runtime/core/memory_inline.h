// The fast paths of arc_rt_alloc and arc_rt_free. Compiled into the archive and, as bitcode, into
// programs.

#ifndef ARC_RUNTIME_CORE_MEMORY_INLINE_H_
#define ARC_RUNTIME_CORE_MEMORY_INLINE_H_

#include "runtime/core/contract.h"
#include "runtime/core/memory_classes.h"
#include "runtime/core/thread_block.h"

namespace arc::rt {

// The running thread's bin of a size up to kSmallLimit.
inline HeapBin* BinOf(uint64_t size) {
  return &CurrentThreadInRegister()->heap.bins[ClassOf(size)];
}

// A block from the running thread's cache, or null.
[[gnu::always_inline]] inline void* TakeCached(uint64_t size) {
  if (size > kSmallLimit) [[unlikely]] {
    return nullptr;
  }
  HeapBin* bin = BinOf(size);
  FreeBlock* block = bin->head;
  if (block == nullptr) [[unlikely]] {
    return nullptr;
  }
  bin->head = block->next;
  bin->room += 1;
  return block;
}

// Puts a block into the running thread's cache; false when it has no room.
[[gnu::always_inline]] inline bool PutCached(void* memory, uint64_t size) {
  if (size > kSmallLimit) [[unlikely]] {
    return false;
  }
  HeapBin* bin = BinOf(size);
  // Read once: for all that the compiler knows the block could lie over the bin.
  const uint32_t room = bin->room;
  if (room == 0) [[unlikely]] {
    return false;
  }
  auto* block = static_cast<FreeBlock*>(memory);
  block->next = bin->head;
  bin->head = block;
  bin->room = room - 1;
  return true;
}

[[gnu::always_inline]] inline void* AllocateFast(uint64_t size) {
  void* block = TakeCached(size);
  return block != nullptr ? block : arc_rt_alloc_slow(size);
}

[[gnu::always_inline]] inline void FreeFast(void* block, uint64_t size) {
  if (block != nullptr && !PutCached(block, size)) arc_rt_free_slow(block, size);
}

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_MEMORY_INLINE_H_
