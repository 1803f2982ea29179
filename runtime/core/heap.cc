#include "runtime/core/heap.h"

#include <linux/mman.h>

#include "runtime/core/atomic.h"
#include "runtime/core/lock.h"
#include "runtime/core/sys.h"

namespace arc::rt {
namespace {

struct Span {
  Span* next;  // in its class's list of spans with room
  Span* previous;
  FreeBlock* free;    // blocks that came back
  uint32_t used;      // blocks handed out
  uint32_t carved;    // blocks cut from the run so far; the rest was never touched
  uint32_t capacity;  // blocks that fit
  uint16_t units;     // 0: no run starts at this unit
  bool listed;        // in the list
};

struct Chunk {
  Chunk* next;
  Chunk* previous;
  uint64_t free_units;                 // set of units in no run
  uint64_t dirty_units;                // free units whose pages may hold memory
  Span spans[kUnitsPerChunk];          // by first unit of the run
  uint8_t first_unit[kUnitsPerChunk];  // of the run that a unit belongs to
};
static_assert(sizeof(Chunk) <= kUnitSize);

constexpr uint64_t kAllUnits = ~uint64_t{1};  // all but the header's

constexpr uint64_t UnitSet(uint32_t first, uint32_t count) {
  return ((count == 64 ? uint64_t{0} : uint64_t{1} << count) - 1) << first;
}

Chunk* ChunkOf(const void* address) {
  return reinterpret_cast<Chunk*>(reinterpret_cast<uintptr_t>(address) & ~(kChunkSize - 1));
}
uint32_t UnitOf(const void* address) {
  return static_cast<uint32_t>((reinterpret_cast<uintptr_t>(address) / kUnitSize) % kUnitsPerChunk);
}
uint8_t* UnitAddress(Chunk* chunk, uint32_t unit) {
  return reinterpret_cast<uint8_t*>(chunk) + unit * kUnitSize;
}
Span* SpanOf(const void* block) {
  Chunk* chunk = ChunkOf(block);
  return &chunk->spans[chunk->first_unit[UnitOf(block)]];
}

// The first byte of a span's run.
uint8_t* RunAddress(Span* span) {
  Chunk* chunk = ChunkOf(span);
  return UnitAddress(chunk, static_cast<uint32_t>(span - chunk->spans));
}

// -------------------------------------------------------------------------------------------------
// Chunks. All guarded by chunks_lock.

constinit Lock chunks_lock;
Chunk* chunks;          // those with a free unit, recently used ones in front
uint32_t empty_chunks;  // chunks without a run
uint64_t chunk_count;   // all that are mapped
uint64_t dirty_total;   // dirty units over all chunks
uintptr_t next_hint = uintptr_t{1}
                      << 40;  // where to ask for the next chunk: aligned, far from others

// Keep at most this much freed memory instead of returning it to the system.
constexpr uint64_t kDirtyLimit = (32 << 20) / kUnitSize;
constexpr uint32_t kMostEmptyChunks = (32 << 20) / kChunkSize;

// Address space aligned to a chunk. Asking for an aligned address nearly always succeeds with one
// call; otherwise a mapping of twice the size is trimmed.
void* MapChunk() {
  const int64_t hinted =
      arc_rt_syscall6(__NR_mmap, next_hint, kChunkSize, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, Word(int64_t{-1}), 0);
  if (IsError(hinted)) return nullptr;
  const auto address = static_cast<uintptr_t>(hinted);
  if (address % kChunkSize == 0) {
    next_hint = address + kChunkSize;
    return reinterpret_cast<void*>(address);
  }
  UnmapMemory(reinterpret_cast<void*>(address), kChunkSize);
  void* wide = MapMemory(2 * kChunkSize, MAP_NORESERVE);
  if (wide == nullptr) return nullptr;
  const uintptr_t low = reinterpret_cast<uintptr_t>(wide);
  const uintptr_t aligned = (low + kChunkSize - 1) & ~(kChunkSize - 1);
  if (aligned != low) UnmapMemory(wide, aligned - low);
  const uintptr_t tail = low + kChunkSize - aligned;
  if (tail != 0) UnmapMemory(reinterpret_cast<void*>(aligned + kChunkSize), tail);
  next_hint = aligned + kChunkSize;
  return reinterpret_cast<void*>(aligned);
}

void Unlink(Chunk* chunk) {
  (chunk->previous != nullptr ? chunk->previous->next : chunks) = chunk->next;
  if (chunk->next != nullptr) chunk->next->previous = chunk->previous;
}

void LinkFirst(Chunk* chunk) {
  chunk->previous = nullptr;
  chunk->next = chunks;
  if (chunks != nullptr) chunks->previous = chunk;
  chunks = chunk;
}

void ClaimUnits(Chunk* chunk, uint32_t first, uint32_t count) {
  const uint64_t set = UnitSet(first, count);
  if (chunk->free_units == kAllUnits) --empty_chunks;
  chunk->free_units &= ~set;
  dirty_total -= static_cast<uint64_t>(__builtin_popcountll(chunk->dirty_units & set));
  chunk->dirty_units &= ~set;
  if (chunk->free_units == 0) Unlink(chunk);
}

// Chunks searched before a new one is mapped: bounds the cost in a heap full of small gaps.
constexpr int kSearchDepth = 32;

// A run of `count` units; null when there is no memory.
Span* AllocateRun(uint32_t count) {
  LockScope scope(chunks_lock);
  Chunk* found = nullptr;
  int first = -1;
  int depth = 0;
  for (Chunk* chunk = chunks; chunk != nullptr && depth < kSearchDepth; chunk = chunk->next) {
    first = FindRun(chunk->free_units, count);
    if (first >= 0) {
      found = chunk;
      break;
    }
    ++depth;
  }
  if (found == nullptr) {
    found = static_cast<Chunk*>(MapChunk());
    if (found == nullptr) return nullptr;
    found->free_units = kAllUnits;  // the rest of a fresh mapping is zero
    ++chunk_count;
    ++empty_chunks;
    LinkFirst(found);
    first = 1;
  } else if (depth > 0) {
    Unlink(found);  // claiming below may unlink it again: it has to be in the list
    LinkFirst(found);
  }
  const auto unit = static_cast<uint32_t>(first);
  ClaimUnits(found, unit, count);
  for (uint32_t i = 0; i < count; ++i) found->first_unit[unit + i] = static_cast<uint8_t>(unit);
  Span* span = &found->spans[unit];
  *span = Span{};
  span->units = static_cast<uint16_t>(count);
  return span;
}

void ReleaseUnits(Chunk* chunk, uint32_t first, uint32_t count) {
  if (dirty_total + count > kDirtyLimit) {
    arc_rt_syscall3(__NR_madvise, Word(UnitAddress(chunk, first)), count * kUnitSize,
                    MADV_DONTNEED);
  } else {
    chunk->dirty_units |= UnitSet(first, count);
    dirty_total += count;
  }
  const bool was_full = chunk->free_units == 0;
  chunk->free_units |= UnitSet(first, count);
  if (was_full) LinkFirst(chunk);
  if (chunk->free_units == kAllUnits) {
    // As many are kept as hold what is kept of freed memory, against programs that cross the border
    // again and again.
    if (empty_chunks >= kMostEmptyChunks) {
      dirty_total -= static_cast<uint64_t>(__builtin_popcountll(chunk->dirty_units));
      Unlink(chunk);
      --chunk_count;
      UnmapMemory(chunk, kChunkSize);
      return;
    }
    ++empty_chunks;
  }
}

void FreeRun(Span* span) {
  LockScope scope(chunks_lock);
  Chunk* chunk = ChunkOf(span);
  const auto first = static_cast<uint32_t>(span - chunk->spans);
  const uint32_t count = span->units;
  span->units = 0;
  ReleaseUnits(chunk, first, count);
}

// -------------------------------------------------------------------------------------------------
// Spans of a class, guarded by the class's lock.

struct ClassHeap {
  Lock lock;
  uint32_t spans = 0;              // in the list
  Span* first = nullptr;           // spans that have a free or an uncut block
  FreeBlock* magazines = nullptr;  // that wait; linked through the second words of their heads
  uint32_t waiting = 0;
  uint64_t out = 0;  // blocks that threads hold
};

// How much may wait in magazines, of a class and of all; and of all where a class has at least as
// much in use as waits of it: such a program is going to want it again. What waits holds more back
// than itself, since a run is free only when all of its blocks are.
constexpr size_t kWaitingBytes = size_t{4} << 20;
constexpr uint64_t kAllWaitingBytes = uint64_t{8} << 20;
constexpr uint64_t kBusyWaitingBytes = uint64_t{32} << 20;

constexpr uint64_t MagazineBytes(size_t size_class) {
  return MagazineOfClass(size_class) * SizeOfClass(size_class);
}

constexpr uint32_t WaitingLimit(size_t size_class) {
  // The smallest blocks have no second word.
  if (SizeOfClass(size_class) < 2 * sizeof(void*)) return 0;
  return static_cast<uint32_t>(kWaitingBytes / MagazineBytes(size_class));
}

FreeBlock*& NextMagazine(FreeBlock* head) { return reinterpret_cast<FreeBlock**>(head)[1]; }

constinit ClassHeap classes[kClassCount] = {};
// Bounds and figures only: relaxed. The lock of a class does not guard what all classes share.
constinit Atomic<uint64_t> waiting_bytes(0);

void Unlist(ClassHeap& heap, Span* span) {
  (span->previous != nullptr ? span->previous->next : heap.first) = span->next;
  if (span->next != nullptr) span->next->previous = span->previous;
  span->listed = false;
  --heap.spans;
}

void ListFirst(ClassHeap& heap, Span* span) {
  span->previous = nullptr;
  span->next = heap.first;
  if (heap.first != nullptr) heap.first->previous = span;
  heap.first = span;
  span->listed = true;
  ++heap.spans;
}

// A fresh, listed span; null when there is no memory.
Span* NewSpan(ClassHeap& heap, size_t size_class) {
  Span* span = AllocateRun(SpanUnits(size_class));
  if (span == nullptr) return nullptr;
  span->capacity = static_cast<uint32_t>(span->units * kUnitSize / SizeOfClass(size_class));
  ListFirst(heap, span);
  return span;
}

}  // namespace

FreeBlock* HeapTake(size_t size_class, uint32_t wanted, uint32_t* count) {
  ClassHeap& heap = classes[size_class];
  const size_t size = SizeOfClass(size_class);
  LockScope scope(heap.lock);
  FreeBlock* head = nullptr;
  FreeBlock** link = &head;
  uint32_t taken = 0;
  while (taken < wanted) {
    Span* span = heap.first;
    if (span == nullptr) {
      // Less than wanted is enough: the caller comes again when it needs more.
      if (taken > 0) break;
      span = NewSpan(heap, size_class);
      if (span == nullptr) break;
    }
    const uint32_t before = taken;
    while (taken < wanted && span->free != nullptr) {
      *link = span->free;
      link = &span->free->next;
      span->free = span->free->next;
      ++taken;
    }
    uint8_t* base = RunAddress(span);
    while (taken < wanted && span->carved < span->capacity) {
      auto* block = reinterpret_cast<FreeBlock*>(base + span->carved * size);
      *link = block;
      link = &block->next;
      ++span->carved;
      ++taken;
    }
    span->used += taken - before;
    if (span->free == nullptr && span->carved == span->capacity) Unlist(heap, span);
  }
  *link = nullptr;
  heap.out += taken;
  *count = taken;
  return head;
}

void HeapGive(size_t size_class, FreeBlock* blocks) {
  ClassHeap& heap = classes[size_class];
  LockScope scope(heap.lock);
  while (blocks != nullptr) {
    FreeBlock* block = blocks;
    blocks = block->next;
    Span* span = SpanOf(block);
    block->next = span->free;
    span->free = block;
    --span->used;
    --heap.out;
    if (!span->listed) ListFirst(heap, span);
    // The last span of a class stays, so that a single block going in and out costs no run.
    if (span->used == 0 && heap.spans > 1) {
      Unlist(heap, span);
      FreeRun(span);
    }
  }
}

namespace {

// A waiting magazine of the class when more than `limit` wait, else null.
FreeBlock* TakeMagazineAbove(size_t size_class, uint64_t limit) {
  ClassHeap& heap = classes[size_class];
  LockScope scope(heap.lock);
  if (heap.waiting <= limit) return nullptr;
  FreeBlock* head = heap.magazines;
  heap.magazines = NextMagazine(head);
  --heap.waiting;
  heap.out += MagazineOfClass(size_class);
  waiting_bytes.FetchSub(MagazineBytes(size_class), Order::kRelaxed);
  return head;
}

}  // namespace

FreeBlock* HeapTakeMagazine(size_t size_class) { return TakeMagazineAbove(size_class, 0); }

void HeapGiveMagazine(size_t size_class, FreeBlock* blocks) {
  ClassHeap& heap = classes[size_class];
  uint64_t limit = 0;
  {
    LockScope scope(heap.lock);
    // Threads of other classes may add at the same time, a magazine each: the bound is no promise.
    const uint64_t bytes = waiting_bytes.Load(Order::kRelaxed) + MagazineBytes(size_class);
    if (bytes <= kAllWaitingBytes) limit = WaitingLimit(size_class);
    if (bytes <= kBusyWaitingBytes && WaitingLimit(size_class) != 0) {
      const uint64_t in_use = heap.out / MagazineOfClass(size_class) - 1;  // without these
      if (limit < in_use) limit = in_use;
    }
    if (heap.waiting < limit) {
      NextMagazine(blocks) = heap.magazines;
      heap.magazines = blocks;
      ++heap.waiting;
      heap.out -= MagazineOfClass(size_class);
      waiting_bytes.FetchAdd(MagazineBytes(size_class), Order::kRelaxed);
      return;
    }
  }
  HeapGive(size_class, blocks);
  // What may wait shrinks by a magazine with each that comes back: one more goes.
  if (FreeBlock* one_more = TakeMagazineAbove(size_class, limit)) HeapGive(size_class, one_more);
}

// -------------------------------------------------------------------------------------------------
// Medium and large blocks.

namespace {

// From here on huge pages pay for themselves even when the block is not used to its end.
constexpr uint64_t kHugePageThreshold = 8 << 20;

// Figures: relaxed.
constinit Atomic<uint64_t> big_blocks(0);
constinit Atomic<uint64_t> big_bytes(0);
constinit Atomic<uint64_t> large_bytes(0);  // of these, mappings of their own

uint32_t MediumUnits(uint64_t size) {
  return static_cast<uint32_t>((size + kUnitSize - 1) / kUnitSize);
}

void AdviseHugePages(void* block, uint64_t size) {
  if (size < kHugePageThreshold) return;
  arc_rt_syscall3(__NR_madvise, Word(block), size, MADV_HUGEPAGE);
}

}  // namespace

void* HeapAllocateBig(uint64_t size) {
  void* block;
  if (size <= kMediumLimit) {
    Span* span = AllocateRun(MediumUnits(size));
    if (span == nullptr) return nullptr;
    block = RunAddress(span);
  } else {
    const uint64_t rounded = GoodSize(size);
    if (rounded < size || rounded > (uint64_t{1} << 47)) return nullptr;
    block = MapMemory(rounded);
    if (block == nullptr) return nullptr;
    AdviseHugePages(block, rounded);
    large_bytes.FetchAdd(rounded, Order::kRelaxed);
  }
  big_blocks.FetchAdd(1, Order::kRelaxed);
  big_bytes.FetchAdd(GoodSize(size), Order::kRelaxed);
  return block;
}

void HeapFreeBig(void* block, uint64_t size) {
  if (size <= kMediumLimit) {
    FreeRun(SpanOf(block));
  } else {
    UnmapMemory(block, GoodSize(size));
    large_bytes.FetchSub(GoodSize(size), Order::kRelaxed);
  }
  big_blocks.FetchSub(1, Order::kRelaxed);
  big_bytes.FetchSub(GoodSize(size), Order::kRelaxed);
}

void* HeapResizeBig(void* block, uint64_t old_size, uint64_t new_size) {
  if (new_size > kMediumLimit) {
    if (old_size <= kMediumLimit) return nullptr;
    const uint64_t rounded = GoodSize(new_size);
    if (rounded < new_size || rounded > (uint64_t{1} << 47)) return nullptr;
    const int64_t moved =
        arc_rt_syscall5(__NR_mremap, Word(block), GoodSize(old_size), rounded, MREMAP_MAYMOVE, 0);
    if (IsError(moved)) return nullptr;
    if (old_size < kHugePageThreshold) AdviseHugePages(reinterpret_cast<void*>(moved), rounded);
    large_bytes.FetchAdd(rounded - GoodSize(old_size), Order::kRelaxed);  // modulo 2^64
    big_bytes.FetchAdd(rounded - GoodSize(old_size), Order::kRelaxed);
    return reinterpret_cast<void*>(moved);
  }
  if (old_size > kMediumLimit) return nullptr;
  // Both medium: give the tail back, or take the units behind.
  LockScope scope(chunks_lock);
  Span* span = SpanOf(block);
  Chunk* chunk = ChunkOf(block);
  const auto first = static_cast<uint32_t>(span - chunk->spans);
  const uint32_t have = span->units;
  const uint32_t want = MediumUnits(new_size);
  if (want < have) {
    span->units = static_cast<uint16_t>(want);
    ReleaseUnits(chunk, first + want, have - want);
  } else if (want > have) {
    if (first + want > kUnitsPerChunk) return nullptr;
    const uint64_t extension = UnitSet(first + have, want - have);
    if ((chunk->free_units & extension) != extension) return nullptr;
    ClaimUnits(chunk, first + have, want - have);
    for (uint32_t i = have; i < want; ++i) {
      chunk->first_unit[first + i] = static_cast<uint8_t>(first);
    }
    span->units = static_cast<uint16_t>(want);
  }
  big_bytes.FetchAdd(GoodSize(new_size) - GoodSize(old_size), Order::kRelaxed);  // modulo 2^64
  return block;
}

HeapFigures HeapTakeFigures() {
  HeapFigures figures = {};
  for (size_t size_class = 1; size_class < kClassCount; ++size_class) {
    LockScope scope(classes[size_class].lock);
    figures.blocks_out += classes[size_class].out;
    figures.bytes_out += classes[size_class].out * SizeOfClass(size_class);
  }
  figures.blocks_out += big_blocks.Load(Order::kRelaxed);
  figures.bytes_out += big_bytes.Load(Order::kRelaxed);
  figures.waiting_bytes = waiting_bytes.Load(Order::kRelaxed);
  LockScope scope(chunks_lock);
  figures.kept_bytes = dirty_total * kUnitSize;
  figures.mapped_bytes = chunk_count * kChunkSize + large_bytes.Load(Order::kRelaxed);
  return figures;
}

}  // namespace arc::rt
