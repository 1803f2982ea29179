// Size classes of the allocator and the per-thread cache: shared by the allocator, its inlined fast
// paths and the hosted tests.

#ifndef ARC_RUNTIME_CORE_MEMORY_CLASSES_H_
#define ARC_RUNTIME_CORE_MEMORY_CLASSES_H_

#include <stddef.h>
#include <stdint.h>

namespace arc::rt {

// Classes: 8, 16, ... 128 in steps of 8; then eight steps per doubling up to 32 KiB, so at
// most 12.5% of a block is lost. Every class that serves a multiple of 16 is a multiple of 16
// itself, and spans are aligned far beyond that: hence the alignment promise of arc_rt_alloc.
inline constexpr size_t kFineLimit = 128;
inline constexpr size_t kFineClasses = 17;  // class 0 is unused: size 0 is served as 8
inline constexpr size_t kSmallLimit = size_t{32} * 1024;
inline constexpr size_t kStepsPerDoubling = 8;
inline constexpr size_t kClassCount = kFineClasses + 8 * kStepsPerDoubling;

constexpr size_t ClassOf(size_t size) {
  if (size <= kFineLimit) return size == 0 ? 1 : (size + 7) / 8;
  const size_t last = size - 1;
  const size_t exponent = 63 - static_cast<size_t>(__builtin_clzll(last));  // 7 .. 14
  return kFineClasses + (exponent - 7) * kStepsPerDoubling + ((last >> (exponent - 3)) & 7);
}

constexpr size_t SizeOfClass(size_t size_class) {
  if (size_class < kFineClasses) return size_class * 8;
  const size_t step = size_class - kFineClasses;
  const size_t exponent = 7 + step / kStepsPerDoubling;
  return (size_t{1} << exponent) + ((step % kStepsPerDoubling) + 1) * (size_t{1} << (exponent - 3));
}

static_assert(SizeOfClass(kClassCount - 1) == kSmallLimit);
static_assert(ClassOf(kSmallLimit) == kClassCount - 1);
static_assert(ClassOf(129) == kFineClasses && SizeOfClass(kFineClasses) == 144);

// A free block's first word links to the next one.
struct FreeBlock {
  FreeBlock* next;
};

// Free blocks move between a thread's cache and the shared heap in magazines: lists of as many
// blocks as a thread keeps of a class (Bonwick and Adams, "Magazines and Vmem", 2001, with lists in
// place of arrays: the memory of a block that comes back is in the processor's cache already).
// They are short at first, so that a small program touches few pages.
constexpr uint32_t MagazineOfClass(size_t size_class) {
  const size_t blocks = 16 * 1024 / SizeOfClass(size_class);
  return static_cast<uint32_t>(blocks < 2 ? 2 : (blocks > 1024 ? 1024 : blocks));
}
constexpr uint32_t FirstMagazineOfClass(size_t size_class) {
  const uint32_t blocks = MagazineOfClass(size_class);
  return blocks < 64 ? blocks : 64;
}

// The free blocks of one class that a thread takes from and puts into. Only its thread writes it.
// Cached blocks = limit - room; a zeroed bin is empty, and full (room 0) so that the first free
// takes the slow path, which sets the limit.
struct HeapBin {
  FreeBlock* head;
  uint32_t room;   // how many more blocks may be put in
  uint32_t limit;  // 0 before first use
};
static_assert(sizeof(HeapBin) == 16);

// Beside its bin each class has a spare: a full magazine, or null. With the two, a thread that
// allocates and frees around any number of blocks meets the shared heap once in a magazine.
struct HeapCache {
  HeapBin bins[kClassCount];
  FreeBlock* spares[kClassCount];  // of MagazineOfClass blocks
};

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_MEMORY_CLASSES_H_
