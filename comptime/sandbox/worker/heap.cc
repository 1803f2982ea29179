// The heap of evaluations: arc_rt_alloc and its kin in an arena at a fixed address.
//
//   small   up to 32 KiB, by the size classes of runtime/core: a list of free blocks per class,
//           and a run of fresh memory to cut from. Runs come from the top of the arena.
//   large   classes of the same kind above that. The block at the top grows and shrinks in place,
//           and moves the top down when it is freed.
//
// No memory goes from one class to another: an evaluation is short, and everything is put back
// after it. The same calls give the same addresses in every worker. What the limit is held against
// are runs and large blocks in use, so the arena may be longer than the limit.

#include "comptime/sandbox/worker/worker.h"
#include "runtime/core/contract.h"
#include "runtime/core/memory_classes.h"

namespace arc::comptime {
namespace {

using rt::FreeBlock;
using rt::TraceStart;

struct Bin {
  FreeBlock* free;
  uintptr_t fresh, fresh_end;  // the run
  uint64_t runs;               // so far
};

constexpr uint64_t kRunBytes = 16 << 10;

constexpr uint64_t RunBytes(uint64_t block) {
  return block >= kRunBytes ? block : kRunBytes / block * block;
}

// Large classes: eight steps per doubling, of whole pages.
constexpr size_t kFirstExponent = 15;
constexpr size_t kLastExponent = 38;
constexpr size_t kLargeClasses = 8 * (kLastExponent - kFirstExponent + 1);
constexpr uint64_t kLargestBlock = uint64_t{1} << (kLastExponent + 1);
static_assert(rt::kSmallLimit == size_t{1} << kFirstExponent);

constexpr size_t LargeClassOf(uint64_t size) {
  const uint64_t last = size - 1;
  const size_t exponent = 63 - static_cast<size_t>(__builtin_clzll(last));
  return (exponent - kFirstExponent) * 8 + ((last >> (exponent - 3)) & 7);
}
constexpr uint64_t SizeOfLargeClass(size_t large_class) {
  const size_t exponent = kFirstExponent + large_class / 8;
  return (uint64_t{1} << exponent) + (large_class % 8 + 1) * (uint64_t{1} << (exponent - 3));
}
static_assert(SizeOfLargeClass(LargeClassOf(rt::kSmallLimit + 1)) == rt::kSmallLimit + 4096);
static_assert(SizeOfLargeClass(kLargeClasses - 1) == kLargestBlock);

constinit Bin bins[rt::kClassCount] = {};
constinit FreeBlock* large_free[kLargeClasses] = {};
constinit uintptr_t top = ARC_COMPTIME_HEAP_ADDRESS;
constinit uintptr_t end = ARC_COMPTIME_HEAP_ADDRESS;
constinit uintptr_t highest = ARC_COMPTIME_HEAP_ADDRESS;
constinit uint64_t used = 0;
constinit uint64_t peak = 0;
constinit uint64_t limit = 0;
constinit uint64_t large_blocks = 0;

uint64_t GoodSize(uint64_t size) {
  if (size <= rt::kSmallLimit) return rt::SizeOfClass(rt::ClassOf(size));
  return size > kLargestBlock ? size : SizeOfLargeClass(LargeClassOf(size));
}

[[noreturn]] void OutOfMemory(uint64_t size, const TraceStart& start) {
  rt::TextBuffer<64> text;
  text.Put("out of memory: ").PutUnsigned(size).Put(" bytes");
  End(ARC_COMPTIME_OUT_OF_MEMORY, text, start);
}

bool Use(uint64_t bytes) {
  if (bytes > limit - used) return false;
  used += bytes;
  if (used > peak) peak = used;
  return true;
}

bool RaiseTop(uint64_t bytes) {
  if (bytes > end - top) return false;
  top += bytes;
  if (top > highest) highest = top;
  return true;
}

void* AllocateLarge(uint64_t size) {
  if (size > kLargestBlock) return nullptr;
  const size_t large_class = LargeClassOf(size);
  const uint64_t bytes = SizeOfLargeClass(large_class);
  if (!Use(bytes)) return nullptr;
  FreeBlock* block = large_free[large_class];
  if (block != nullptr) {
    large_free[large_class] = block->next;
  } else {
    block = reinterpret_cast<FreeBlock*>(top);
    if (!RaiseTop(bytes)) return nullptr;
  }
  ++large_blocks;
  return block;
}

void FreeLarge(void* memory, uint64_t size) {
  const uint64_t bytes = GoodSize(size);
  used -= bytes;
  --large_blocks;
  if (reinterpret_cast<uintptr_t>(memory) + bytes == top) {
    top -= bytes;
    return;
  }
  auto* block = static_cast<FreeBlock*>(memory);
  FreeBlock*& free = large_free[LargeClassOf(size)];
  block->next = free;
  free = block;
}

// The list of the class is empty.
[[gnu::noinline]] void* AllocateSlow(uint64_t size) {
  void* block = nullptr;
  if (size > rt::kSmallLimit) {
    block = AllocateLarge(size);
  } else {
    const size_t size_class = rt::ClassOf(size);
    const uint64_t bytes = rt::SizeOfClass(size_class);
    Bin& bin = bins[size_class];
    if (bin.fresh == bin.fresh_end) {
      const uint64_t run = RunBytes(bytes);
      const uintptr_t begin = top;
      // Runs keep the top aligned for large blocks.
      if (Use(run) && RaiseTop((run + 4095) / 4096 * 4096)) {
        bin.fresh = begin;
        bin.fresh_end = begin + run;
        ++bin.runs;
      }
    }
    if (bin.fresh != bin.fresh_end) {
      block = reinterpret_cast<void*>(bin.fresh);
      bin.fresh += bytes;
    }
  }
  if (block == nullptr) OutOfMemory(size, ARC_RT_TRACE_FROM_CALLER());
  return block;
}

// In place when nothing lies above the block.
bool ResizeTop(void* block, uint64_t old_size, uint64_t new_size) {
  if (old_size <= rt::kSmallLimit || new_size <= rt::kSmallLimit || new_size > kLargestBlock) {
    return false;
  }
  const uint64_t before = GoodSize(old_size);
  const uint64_t after = GoodSize(new_size);
  if (reinterpret_cast<uintptr_t>(block) + before != top) return false;
  if (after <= before) {
    top -= before - after;
    used -= before - after;
    return true;
  }
  return after - before <= end - top && Use(after - before) && RaiseTop(after - before);
}

uint64_t CountFree(const FreeBlock* block) {
  uint64_t count = 0;
  for (; block != nullptr; block = block->next) ++count;
  return count;
}

}  // namespace

void HeapBegin(uint64_t memory_limit, uint64_t mapped) {
  limit = memory_limit;
  end = ARC_COMPTIME_HEAP_ADDRESS + mapped;
}

uint64_t HeapPeak() { return peak; }
uint64_t HeapExtent() { return highest - ARC_COMPTIME_HEAP_ADDRESS; }

}  // namespace arc::comptime

using arc::comptime::bins;

extern "C" {

void* arc_rt_alloc(uint64_t size) {
  if (size <= arc::rt::kSmallLimit) [[likely]] {
    auto& bin = bins[arc::rt::ClassOf(size)];
    arc::rt::FreeBlock* block = bin.free;
    if (block != nullptr) [[likely]] {
      bin.free = block->next;
      return block;
    }
  }
  return arc::comptime::AllocateSlow(size);
}

void arc_rt_free(void* memory, uint64_t size) {
  if (memory == nullptr) return;
  if (size > arc::rt::kSmallLimit) [[unlikely]] {
    return arc::comptime::FreeLarge(memory, size);
  }
  auto& bin = bins[arc::rt::ClassOf(size)];
  auto* block = static_cast<arc::rt::FreeBlock*>(memory);
  block->next = bin.free;
  bin.free = block;
}

void* arc_rt_realloc(void* block, uint64_t old_size, uint64_t new_size) {
  using namespace arc::comptime;
  if (block == nullptr) return arc_rt_alloc(new_size);
  if (GoodSize(old_size) == GoodSize(new_size)) return block;
  if (ResizeTop(block, old_size, new_size)) return block;
  void* copy = arc_rt_alloc(new_size);
  __builtin_memcpy(copy, block, old_size < new_size ? old_size : new_size);
  arc_rt_free(block, old_size);
  return copy;
}

// For code with the fast paths of runtime/core inlined.
void* arc_rt_alloc_slow(uint64_t size) { return arc_rt_alloc(size); }
void arc_rt_free_slow(void* block, uint64_t size) { arc_rt_free(block, size); }

uint64_t arc_rt_good_size(uint64_t size) { return arc::comptime::GoodSize(size); }

void arc_rt_forget(void* /*block*/) {}

void arc_rt_heap_statistics(ArcHeapStatistics* statistics) {
  using namespace arc::comptime;
  *statistics = {};
  uint64_t free_bytes = 0;
  for (size_t i = 1; i < arc::rt::kClassCount; ++i) {
    const Bin& bin = bins[i];
    const uint64_t bytes = arc::rt::SizeOfClass(i);
    const uint64_t cut = bin.runs * (RunBytes(bytes) / bytes) - (bin.fresh_end - bin.fresh) / bytes;
    const uint64_t free = CountFree(bin.free);
    statistics->live_objects += cut - free;
    free_bytes += bin.runs * RunBytes(bytes) - (cut - free) * bytes;
  }
  statistics->live_objects += large_blocks;
  statistics->live_bytes = used - free_bytes;
  statistics->cached_bytes = free_bytes;
  statistics->mapped_bytes = top - ARC_COMPTIME_HEAP_ADDRESS;
}

uint64_t arc_rt_live_objects() {
  ArcHeapStatistics statistics;
  arc_rt_heap_statistics(&statistics);
  return statistics.live_objects;
}

}  // extern "C"
