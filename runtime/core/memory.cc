// The plain allocator: per-thread caches over the shared heap (heap.h).
//
// A thread allocates from and frees into its own cache, whichever thread a block came from: freeing
// another thread's block needs no synchronization, and blocks travel back in batches.

#include "runtime/core/memory.h"

#include "runtime/core/contract.h"
#include "runtime/core/heap.h"
#include "runtime/core/memory_inline.h"
#include "runtime/core/panic.h"

namespace arc::rt {
namespace {

[[gnu::noinline]] void* AllocateSlow(uint64_t size) {
  if (size > kSmallLimit) return HeapAllocateBig(size);
  const size_t size_class = ClassOf(size);
  HeapCache& cache = CurrentThread()->heap;
  HeapBin* bin = &cache.bins[size_class];
  const uint32_t full = MagazineOfClass(size_class);
  // The bin is empty here.
  uint32_t count = full;
  FreeBlock* head = cache.spares[size_class];
  cache.spares[size_class] = nullptr;
  if (head == nullptr) head = HeapTakeMagazine(size_class);
  if (head != nullptr) {
    bin->limit = full;
  } else {
    bin->limit = bin->limit == 0         ? FirstMagazineOfClass(size_class)
                 : bin->limit < full / 2 ? 2 * bin->limit
                                         : full;
    head = HeapTake(size_class, bin->limit, &count);
    if (head == nullptr) count = 0;
  }
  bin->head = head;
  bin->room = bin->limit - count;
  return TakeCached(size);
}

[[gnu::noinline]] void FreeSlow(void* memory, uint64_t size) {
  if (size > kSmallLimit) return HeapFreeBig(memory, size);
  const size_t size_class = ClassOf(size);
  HeapCache& cache = CurrentThread()->heap;
  HeapBin* bin = &cache.bins[size_class];
  const uint32_t full = MagazineOfClass(size_class);
  // The bin has no room here.
  if (bin->limit < full) {
    bin->room = full - bin->limit;
    bin->limit = full;
  } else {
    FreeBlock*& spare = cache.spares[size_class];
    if (spare != nullptr) HeapGiveMagazine(size_class, spare);
    spare = bin->head;
    bin->head = nullptr;
    bin->room = full;
  }
  PutCached(memory, size);
}

}  // namespace

void FlushHeapCache(ArcThread* thread) {
  for (size_t size_class = 1; size_class < kClassCount; ++size_class) {
    FreeBlock*& spare = thread->heap.spares[size_class];
    if (spare != nullptr) HeapGiveMagazine(size_class, spare);
    spare = nullptr;
    HeapBin* bin = &thread->heap.bins[size_class];
    if (bin->head != nullptr) HeapGive(size_class, bin->head);
    *bin = {};
  }
}

void* AllocateBlock(uint64_t size) {
  void* block = TakeCached(size);
  return block != nullptr ? block : AllocateSlow(size);
}

void FreeBlockOf(void* block, uint64_t size) {
  if (!PutCached(block, size)) FreeSlow(block, size);
}

void* ReallocateBlock(void* block, uint64_t old_size, uint64_t new_size) {
  if (GoodSize(old_size) == GoodSize(new_size)) return block;
  if (old_size > kSmallLimit && new_size > kSmallLimit) {
    void* resized = HeapResizeBig(block, old_size, new_size);
    if (resized != nullptr) return resized;
  }
  void* copy = AllocateBlock(new_size);
  if (copy == nullptr) return nullptr;
  __builtin_memcpy(copy, block, old_size < new_size ? old_size : new_size);
  FreeBlockOf(block, old_size);
  return copy;
}

void PlainStatistics(ArcHeapStatistics* statistics) {
  struct Cached {
    uint64_t blocks;
    uint64_t bytes;
  } cached = {};
  VisitThreads(
      [](ArcThread* thread, void* context) {
        auto& sum = *static_cast<Cached*>(context);
        const HeapCache& cache = thread->heap;
        for (size_t i = 1; i < kClassCount; ++i) {
          uint64_t blocks = cache.bins[i].limit - cache.bins[i].room;
          if (cache.spares[i] != nullptr) blocks += MagazineOfClass(i);
          sum.blocks += blocks;
          sum.bytes += blocks * SizeOfClass(i);
        }
      },
      &cached);
  const HeapFigures heap = HeapTakeFigures();
  *statistics = {
      .live_objects = heap.blocks_out - cached.blocks,
      .live_bytes = heap.bytes_out - cached.bytes,
      .cached_bytes = heap.waiting_bytes + cached.bytes,
      .kept_bytes = heap.kept_bytes,
      .mapped_bytes = heap.mapped_bytes,
  };
}

void OutOfMemory(uint64_t size) {
  TextBuffer<64> text;
  text.Put("out of memory: ").PutUnsigned(size).Put(" bytes");
  arc_rt_panic(text.data(), text.size());
}

}  // namespace arc::rt

extern "C" {

uint64_t arc_rt_good_size(uint64_t size) { return arc::rt::GoodSize(size); }

void* arc_rt_alloc_slow(uint64_t size) {
  void* block = arc::rt::AllocateSlow(size);
  if (block == nullptr) arc::rt::OutOfMemory(size);
  return block;
}

void arc_rt_free_slow(void* block, uint64_t size) { arc::rt::FreeSlow(block, size); }

}  // extern "C"
