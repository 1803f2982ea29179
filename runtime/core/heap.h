// The shared heap below the per-thread caches: chunks, runs of units, spans.
//
//   chunk   4 MiB of address space, aligned to its size: 64 units of 64 KiB. Unit 0 holds the
//           chunk's header (only its first pages are ever touched).
//   run     adjacent units with one use: a span, or one medium block (32 KiB < size <= 1 MiB).
//   span    a run cut into blocks of one size class.
//   large   blocks above 1 MiB are mappings of their own.
//
// A block's chunk is found by masking its address, its run by the chunk's table: frees need no
// search and blocks no header. Locks: one per size class for its spans, one for the chunks; a
// class's lock may be held while taking the chunks' lock, never the other way round.

#ifndef ARC_RUNTIME_CORE_HEAP_H_
#define ARC_RUNTIME_CORE_HEAP_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/core/memory_classes.h"

namespace arc::rt {

inline constexpr size_t kChunkSize = 4 << 20;
inline constexpr size_t kUnitSize = 64 << 10;
inline constexpr size_t kUnitsPerChunk = kChunkSize / kUnitSize;
static_assert(kUnitsPerChunk == 64, "free units are a 64-bit set");
inline constexpr size_t kMediumLimit = 1 << 20;

// Units of a span: enough for eight blocks.
constexpr uint32_t SpanUnits(size_t size_class) {
  const size_t bytes = 8 * SizeOfClass(size_class);
  return static_cast<uint32_t>((bytes + kUnitSize - 1) / kUnitSize);
}

// The bytes that a block of `size` really has.
constexpr uint64_t GoodSize(uint64_t size) {
  if (size <= kSmallLimit) return SizeOfClass(ClassOf(size));
  const uint64_t step = size <= kMediumLimit ? kUnitSize : 4096;
  if (size > ~uint64_t{0} - step) return size;
  return (size + step - 1) / step * step;
}

// The first position of `length` adjacent ones in `set`, or -1.
constexpr int FindRun(uint64_t set, uint32_t length) {
  // After k steps bit i says that bits i .. i+covered-1 of the original are all one.
  uint32_t covered = 1;
  while (covered < length && set != 0) {
    const uint32_t step = covered < length - covered ? covered : length - covered;
    set &= set >> step;
    covered += step;
  }
  return set == 0 ? -1 : __builtin_ctzll(set);
}

// Blocks of a class, linked; `count` says how many came, at least 1 unless there is no memory.
FreeBlock* HeapTake(size_t size_class, uint32_t wanted, uint32_t* count);
// Gives blocks of a class back, linked and ended by null.
void HeapGive(size_t size_class, FreeBlock* blocks);

// Full magazines of a class. A bounded number waits as it is for the next thread that wants one, at
// a cost that does not depend on its length; the blocks of others go back to their spans, and spans
// that get empty to the system. Null when none waits.
FreeBlock* HeapTakeMagazine(size_t size_class);
void HeapGiveMagazine(size_t size_class, FreeBlock* blocks);

// Blocks above kSmallLimit; null when there is no memory.
void* HeapAllocateBig(uint64_t size);
void HeapFreeBig(void* block, uint64_t size);
// Resizes in place or by remapping; null when a copy is needed.
void* HeapResizeBig(void* block, uint64_t old_size, uint64_t new_size);

// What the shared heap consists of. Bytes of blocks are those that they really have (GoodSize).
struct HeapFigures {
  uint64_t blocks_out;     // blocks that threads hold, in use or cached
  uint64_t bytes_out;      // of these blocks
  uint64_t waiting_bytes;  // blocks in magazines that wait for the next thread
  uint64_t kept_bytes;     // free units whose memory was not given back to the system
  uint64_t mapped_bytes;   // address space of chunks and large blocks
};
// Exact when no other thread allocates or frees meanwhile.
HeapFigures HeapTakeFigures();

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_HEAP_H_
