// The checked flavour of the allocator's entry points: every block is registered with the place of
// its allocation. Found and reported, with exit code 102:
//
//   - a block freed twice, freed with another size, or an address that is no block
//   - a write to a freed block (freed blocks are filled with a pattern and kept back for a while)
//   - blocks still alive when main or a compute entry has returned
//
// New blocks are filled too, so that reading what was never written shows. One lock for everything:
// this flavour is for tests.

#include "runtime/core/contract.h"
#include "runtime/core/heap.h"
#include "runtime/core/io.h"
#include "runtime/core/lock.h"
#include "runtime/core/memory.h"
#include "runtime/core/sys.h"
#include "runtime/core/text.h"
#include "runtime/core/trace.h"

namespace arc::rt {
namespace {

constexpr uint8_t kFreshFill = 0xA5;
constexpr uint8_t kFreedFill = 0xDB;
constexpr size_t kSiteFrames = 8;
constexpr size_t kReportedFrames = 4;

struct Site {
  uintptr_t frames[kSiteFrames];
  uint32_t count;
};

struct Entry {
  uintptr_t address;  // 0: empty
  uint64_t size;
  bool freed;
  Site allocated;
  Site released;  // when freed
};

constinit Lock registry_lock;  // guards everything below

// Open addressing with linear probing, at most half full.
Entry* entries;
size_t capacity;  // a power of two, or 0
size_t filled;
uint64_t live;
uint64_t live_bytes;

// Freed blocks in the order of their release, in a ring.
constexpr size_t kHeldBlocks = 4096;
constexpr uint64_t kHeldBytes = 64 << 20;
uintptr_t held[kHeldBlocks];
size_t held_first;
size_t held_count;
uint64_t held_bytes;

size_t SlotOf(uintptr_t address) {
  return static_cast<size_t>(arc_rt_dispatch_mix(address)) & (capacity - 1);
}

// The entry of `address`, or the empty one where it belongs.
Entry* Probe(uintptr_t address) {
  size_t slot = SlotOf(address);
  while (entries[slot].address != 0 && entries[slot].address != address) {
    slot = (slot + 1) & (capacity - 1);
  }
  return &entries[slot];
}

// False when there is no memory.
bool Grow() {
  Entry* old = entries;
  const size_t old_capacity = capacity;
  const size_t new_capacity = old_capacity == 0 ? 1024 : 2 * old_capacity;
  auto* grown = static_cast<Entry*>(MapMemory(new_capacity * sizeof(Entry)));
  if (grown == nullptr) return false;
  entries = grown;
  capacity = new_capacity;
  for (size_t i = 0; i < old_capacity; ++i) {
    if (old[i].address != 0) *Probe(old[i].address) = old[i];
  }
  if (old != nullptr) UnmapMemory(old, old_capacity * sizeof(Entry));
  return true;
}

// Removes an entry and closes the gap, so that probing needs no marks for removed ones.
void Remove(Entry* entry) {
  size_t gap = static_cast<size_t>(entry - entries);
  --filled;
  for (size_t next = (gap + 1) & (capacity - 1); entries[next].address != 0;
       next = (next + 1) & (capacity - 1)) {
    // An entry may move into the gap unless its own slot lies behind the gap.
    const size_t home = SlotOf(entries[next].address);
    if (((next - home) & (capacity - 1)) >= ((next - gap) & (capacity - 1))) {
      entries[gap] = entries[next];
      gap = next;
    }
  }
  entries[gap].address = 0;
}

Site SiteOf(TraceStart start) {
  Site site = {};
  site.count = static_cast<uint32_t>(WalkFrames(start, site.frames, kSiteFrames));
  return site;
}

// `start` is null when what happens now has nothing to do with the misuse.
[[noreturn]] void ReportMisuse(const TextWriter& what, const TraceStart* start,
                               const Entry* entry) {
  FlushOutputIfFree();
  uint8_t buffer[4096];
  TextWriter out(buffer, sizeof(buffer), WriteError);
  out.Put("heap misuse: ").Put(what.data(), what.size()).Put("\n");
  if (start != nullptr) {
    const Site here = SiteOf(*start);
    PutPosition(out, here.frames, here.count);
    PutTrace(out, here.frames, here.count);
  }
  if (entry != nullptr && entry->freed) {
    out.Put("freed before:\n");
    PutFrames(out, entry->released.frames, entry->released.count, kSiteFrames);
  }
  if (entry != nullptr) {
    out.Put("allocated:\n");
    PutFrames(out, entry->allocated.frames, entry->allocated.count, kSiteFrames);
  }
  out.Drain();
  ExitProcess(ARC_RT_EXIT_LEAK);
}

// Lets the oldest freed block go for good.
void ReleaseOldest() {
  const uintptr_t address = held[held_first];
  held_first = (held_first + 1) % kHeldBlocks;
  --held_count;
  Entry* entry = Probe(address);
  const auto* bytes = reinterpret_cast<const uint8_t*>(address);
  for (uint64_t i = 0; i < entry->size; ++i) {
    if (bytes[i] != kFreedFill) {
      TextBuffer<128> what;
      what.Put("write to a freed block of ").PutUnsigned(entry->size);
      what.Put(" bytes, at byte ").PutUnsigned(i);
      ReportMisuse(what, nullptr, entry);
    }
  }
  held_bytes -= entry->size;
  const uint64_t size = entry->size;
  Remove(entry);
  FreeBlockOf(reinterpret_cast<void*>(address), size);
}

// False when there is no memory for the entry.
bool Register(void* block, uint64_t size, TraceStart start) {
  LockScope scope(registry_lock);
  if (2 * (filled + 1) > capacity && !Grow()) return false;
  Entry* entry = Probe(reinterpret_cast<uintptr_t>(block));
  *entry = {reinterpret_cast<uintptr_t>(block), size, false, SiteOf(start), {}};
  ++filled;
  ++live;
  live_bytes += GoodSize(size);
  return true;
}

// Lets go of what is held back; false when nothing is.
bool ReleaseHeld() {
  LockScope scope(registry_lock);
  if (held_count == 0) return false;
  while (held_count > 0) ReleaseOldest();
  return true;
}

// The panic of a full machine unwinds, and cleanups free: the lock is not held then.
void* Allocate(uint64_t size, TraceStart start) {
  void* block = AllocateBlock(size);
  if (block == nullptr && ReleaseHeld()) block = AllocateBlock(size);
  if (block == nullptr) OutOfMemory(size);
  if (!Register(block, size, start)) {
    FreeBlockOf(block, size);
    OutOfMemory(size);
  }
  __builtin_memset(block, kFreshFill, size);
  return block;
}

// The live entry of a block that is about to be freed with `size`; reports when there is none.
Entry* Expect(void* block, uint64_t size, TraceStart start) {
  Entry* entry = capacity == 0 ? nullptr : Probe(reinterpret_cast<uintptr_t>(block));
  TextBuffer<128> what;
  if (entry == nullptr || entry->address == 0) {
    what.Put("free of ").PutHex(reinterpret_cast<uintptr_t>(block)).Put(", which is no block");
    ReportMisuse(what, &start, nullptr);
  }
  if (entry->freed) {
    what.Put("double free of a block of ").PutUnsigned(entry->size).Put(" bytes");
    ReportMisuse(what, &start, entry);
  }
  if (GoodSize(entry->size) != GoodSize(size)) {
    what.Put("free of ").PutUnsigned(size).Put(" bytes of a block of ");
    what.PutUnsigned(entry->size).Put(" bytes");
    ReportMisuse(what, &start, entry);
  }
  return entry;
}

void Free(void* block, uint64_t size, TraceStart start) {
  LockScope scope(registry_lock);
  Entry* entry = Expect(block, size, start);
  entry->freed = true;
  entry->released = SiteOf(start);
  --live;
  live_bytes -= GoodSize(entry->size);
  __builtin_memset(block, kFreedFill, entry->size);
  held_bytes += entry->size;
  if (held_count == kHeldBlocks) ReleaseOldest();
  held[(held_first + held_count) % kHeldBlocks] = reinterpret_cast<uintptr_t>(block);
  ++held_count;
  while (held_bytes > kHeldBytes && held_count > 0) ReleaseOldest();
}

// -------------------------------------------------------------------------------------------------
// The leak report, grouped by place of allocation.

struct Group {
  const Site* site;
  uint64_t objects;
  uint64_t bytes;
};
constexpr size_t kMaxGroups = 64;

// By position, not by address: an unrolled loop allocates from many addresses.
bool SameSite(const Site& a, const Site& b) {
  if (a.count != b.count) return false;
  for (uint32_t i = 0; i < a.count; ++i) {
    if (!SamePosition(a.frames[i], b.frames[i])) return false;
  }
  return true;
}

void PutLeaks(TextWriter& out) {
  Group groups[kMaxGroups];
  size_t group_count = 0;
  Group others = {nullptr, 0, 0};
  uint64_t bytes = 0;
  for (size_t i = 0; i < capacity; ++i) {
    const Entry& entry = entries[i];
    if (entry.address == 0 || entry.freed) continue;
    bytes += entry.size;
    size_t g = 0;
    while (g < group_count && !SameSite(*groups[g].site, entry.allocated)) ++g;
    if (g == group_count && group_count < kMaxGroups)
      groups[group_count++] = {&entry.allocated, 0, 0};
    Group& group = g < group_count ? groups[g] : others;
    ++group.objects;
    group.bytes += entry.size;
  }
  out.Put("leak: ").PutUnsigned(live).Put(live == 1 ? " object (" : " objects (");
  out.PutUnsigned(bytes).Put(" bytes) alive at exit\n");
  for (size_t g = 0; g < group_count; ++g) {
    out.PutUnsigned(groups[g].objects).Put(groups[g].objects == 1 ? " object, " : " objects, ");
    out.PutUnsigned(groups[g].bytes).Put(" bytes, allocated:\n");
    PutFrames(out, groups[g].site->frames, groups[g].site->count, kReportedFrames);
  }
  if (others.objects > 0) {
    out.PutUnsigned(others.objects).Put(" objects, ").PutUnsigned(others.bytes);
    out.Put(" bytes, in further places\n");
  }
}

}  // namespace

int32_t CheckHeapAtExit(int32_t code) {
  LockScope scope(registry_lock);
  // Writes to blocks that are still held back show here.
  while (held_count > 0) ReleaseOldest();
  if (live == 0) return code;
  uint8_t buffer[4096];
  TextWriter out(buffer, sizeof(buffer), WriteError);
  PutLeaks(out);
  out.Drain();
  return ARC_RT_EXIT_LEAK;
}

}  // namespace arc::rt

extern "C" {

void* arc_rt_alloc(uint64_t size) { return arc::rt::Allocate(size, ARC_RT_TRACE_FROM_CALLER()); }

void arc_rt_free(void* block, uint64_t size) {
  if (block != nullptr) arc::rt::Free(block, size, ARC_RT_TRACE_FROM_CALLER());
}

// Always a new block, so that pointers into the old one are found out.
void* arc_rt_realloc(void* block, uint64_t old_size, uint64_t new_size) {
  const arc::rt::TraceStart start = ARC_RT_TRACE_FROM_CALLER();
  void* moved = arc::rt::Allocate(new_size, start);
  if (block == nullptr) return moved;
  __builtin_memcpy(moved, block, old_size < new_size ? old_size : new_size);
  arc::rt::Free(block, old_size, start);
  return moved;
}

void arc_rt_forget(void* block) {
  using namespace arc::rt;
  LockScope scope(registry_lock);
  if (capacity == 0) return;
  Entry* entry = Probe(reinterpret_cast<uintptr_t>(block));
  if (entry->address == 0 || entry->freed) return;
  live_bytes -= GoodSize(entry->size);
  --live;
  Remove(entry);
}

void arc_rt_heap_statistics(ArcHeapStatistics* statistics) {
  using namespace arc::rt;
  PlainStatistics(statistics);
  LockScope scope(registry_lock);
  statistics->cached_bytes += held_bytes;
  statistics->live_objects = live;
  statistics->live_bytes = live_bytes;
}

uint64_t arc_rt_live_objects() {
  arc::rt::LockScope scope(arc::rt::registry_lock);
  return arc::rt::live;
}

}  // extern "C"
