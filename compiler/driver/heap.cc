// The heap of the compiler's programs, in place of the C library's `malloc`.
//
// A compiler makes many small objects and ends soon; with the C library's heap, a quarter of its
// time went into page faults and into growing the heap. Here memory comes in regions of huge pages,
// which the kernel clears at an eighth of the price. Blocks belong to size classes; each thread has
// free lists of its own and takes pages from the shared region with one atomic operation. Nothing
// is given back to the system, except blocks that have regions to themselves.
//
//   region   16 MiB, aligned to its size: [header | page 1 | … | page 255]
//   page     64 KiB, all blocks of one class; a class of larger blocks takes a run of pages for
//   each header   the class of each page
//
// A freed block goes to the lists of the thread that frees it, and the lists of a thread that ends
// are lost: fit for programs with few threads that live as long as they do.
//
// Not with sanitizers, which bring heaps of their own.

#include <malloc.h>
#include <sys/mman.h>

#include <atomic>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)

namespace {

constexpr size_t kRegion = size_t{16} << 20;
constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kPage = size_t{64} << 10;
constexpr size_t kPages = kRegion / kPage;
// Up to kFine, classes are kStep apart; above, there are four for each power of two.
constexpr size_t kStep = 16;
constexpr size_t kFine = 128;
constexpr size_t kLargestBlock = size_t{4} << 20;
constexpr unsigned kFineClasses = kFine / kStep;
constexpr unsigned kClasses =
    kFineClasses + 4 * (std::bit_width(kLargestBlock) - std::bit_width(kFine)) + 1;
// In place of a class: the block has the region to itself.
constexpr uint8_t kWholeRegion = 255;
// Where such a block starts in its region.
constexpr size_t kLead = 4096;

struct Header {
  uint8_t classes[kPages];
  size_t mapped;  // bytes, for kWholeRegion
};
static_assert(sizeof(Header) <= kLead);
static_assert(kClasses < kWholeRegion);

// `size` is not 0. Class 0 is not used.
constexpr unsigned ClassOf(size_t size) {
  if (size <= kFine) return static_cast<unsigned>((size + kStep - 1) / kStep);
  const unsigned log = static_cast<unsigned>(std::bit_width(size - 1)) - 1;
  const unsigned quarter = static_cast<unsigned>((size - 1) >> (log - 2)) & 3;
  return kFineClasses + 4 * (log - (std::bit_width(kFine) - 1)) + quarter + 1;
}

constexpr size_t SizeOf(unsigned index) {
  if (index <= kFineClasses) return index * kStep;
  const unsigned step = index - kFineClasses - 1;
  return (size_t{5} + step % 4) << (step / 4 + std::bit_width(kFine) - 3);
}
static_assert(ClassOf(1) == 1 && ClassOf(128) == kFineClasses);
static_assert(ClassOf(129) == kFineClasses + 1 && SizeOf(kFineClasses + 1) == 160);
static_assert(ClassOf(kLargestBlock) == kClasses - 1 && SizeOf(kClasses - 1) == kLargestBlock);

struct FreeBlock {
  FreeBlock* next;
};

struct SizeClass {
  FreeBlock* free;
  char* fresh;  // blocks that were never used, up to `end`
  char* end;
};

thread_local constinit SizeClass size_classes[kClasses] = {};

// The next page that belongs to nobody; at the end of a region there is none.
constinit std::atomic<uintptr_t> frontier = 0;

Header* HeaderOf(const void* block) {
  return reinterpret_cast<Header*>(reinterpret_cast<uintptr_t>(block) & ~(kRegion - 1));
}

size_t PageOf(const void* block) {
  return (reinterpret_cast<uintptr_t>(block) & (kRegion - 1)) / kPage;
}

// Cleared memory at a multiple of kRegion; null when the system has no more.
char* Map(size_t size) {
  const size_t more = size + kRegion;
  void* memory = mmap(nullptr, more, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return nullptr;
  char* begin = static_cast<char*>(memory);
  const size_t before = -reinterpret_cast<uintptr_t>(begin) & (kRegion - 1);
  if (before) munmap(begin, before);
  if (before < kRegion) munmap(begin + before + size, kRegion - before);
  // Kernels without huge pages refuse, and small ones do.
  madvise(begin + before, size, MADV_HUGEPAGE);
  return begin + before;
}

// A run of pages for blocks of a class; null when the system has no more memory.
char* TakePages(size_t size, unsigned index) {
  uintptr_t begin = frontier.load(std::memory_order_acquire);
  while (true) {
    const size_t room = -begin & (kRegion - 1);
    if (room >= size) {
      if (!frontier.compare_exchange_weak(begin, begin + size, std::memory_order_acq_rel)) continue;
      char* pages = reinterpret_cast<char*>(begin);
      HeaderOf(pages)->classes[PageOf(pages)] = static_cast<uint8_t>(index);
      return pages;
    }
    // Pages at the end of a region that are too few stay untouched.
    char* region = Map(kRegion);
    if (!region) return nullptr;
    const uintptr_t first = reinterpret_cast<uintptr_t>(region) + kPage;
    if (frontier.compare_exchange_strong(begin, first, std::memory_order_acq_rel)) {
      begin = first;
    } else {
      munmap(region, kRegion);
    }
  }
}

void* AllocateRegion(size_t size) {
  if (size > PTRDIFF_MAX - 2 * kRegion) return nullptr;
  const size_t mapped = (size + kLead + kHugePage - 1) & ~(kHugePage - 1);
  char* region = Map(mapped);
  if (!region) return nullptr;
  auto* header = reinterpret_cast<Header*>(region);
  header->classes[0] = kWholeRegion;
  header->mapped = mapped;
  return region + kLead;
}

[[gnu::noinline]] void* AllocateSlow(unsigned index) {
  SizeClass& size_class = size_classes[index];
  const size_t block = SizeOf(index);
  if (static_cast<size_t>(size_class.end - size_class.fresh) < block) {
    const size_t pages = (block + kPage - 1) & ~(kPage - 1);
    char* memory = TakePages(pages, index);
    if (!memory) return nullptr;
    size_class.fresh = memory;
    size_class.end = memory + pages;
  }
  char* result = size_class.fresh;
  size_class.fresh += block;
  return result;
}

// Null when the system has no more memory.
inline void* Allocate(size_t size) {
  if (size == 0) size = 1;
  if (size > kLargestBlock) [[unlikely]]
    return AllocateRegion(size);
  const unsigned index = ClassOf(size);
  FreeBlock*& list = size_classes[index].free;
  if (FreeBlock* block = list) [[likely]] {
    list = block->next;
    return block;
  }
  return AllocateSlow(index);
}

inline void Free(void* block) {
  if (!block) return;
  Header* header = HeaderOf(block);
  const uint8_t index = header->classes[PageOf(block)];
  if (index == kWholeRegion) [[unlikely]] {
    munmap(header, header->mapped);
    return;
  }
  auto* freed = static_cast<FreeBlock*>(block);
  freed->next = size_classes[index].free;
  size_classes[index].free = freed;
}

size_t Capacity(const void* block) {
  const Header* header = HeaderOf(block);
  const uint8_t index = header->classes[PageOf(block)];
  return index == kWholeRegion ? header->mapped - kLead : SizeOf(index);
}

void* OrNoMemory(void* block) {
  if (!block) errno = ENOMEM;
  return block;
}

// Blocks whose size is a power of two are aligned to it, up to the size of a page.
void* AllocateAligned(size_t alignment, size_t size) {
  if (alignment <= kStep) return Allocate(size);
  if (size > kLargestBlock) return alignment <= kLead ? AllocateRegion(size) : nullptr;
  if (alignment > kPage) return nullptr;
  return Allocate(std::bit_ceil(size < alignment ? alignment : size));
}

void* New(size_t size) {
  while (true) {
    if (void* block = Allocate(size)) [[likely]]
      return block;
    // The programs install a handler that says that there is no memory, and ends them.
    std::new_handler handler = std::get_new_handler();
    if (!handler) __builtin_trap();
    handler();
  }
}

}  // namespace

extern "C" {

void* malloc(size_t size) { return OrNoMemory(Allocate(size)); }
void free(void* block) { Free(block); }

void* calloc(size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) return OrNoMemory(nullptr);
  void* block = OrNoMemory(Allocate(bytes));
  // The system's memory is cleared.
  if (block && bytes <= kLargestBlock) memset(block, 0, bytes);
  return block;
}

void* realloc(void* block, size_t size) {
  if (!block) return OrNoMemory(Allocate(size));
  if (size == 0) {
    Free(block);
    return nullptr;
  }
  const size_t capacity = Capacity(block);
  if (size <= capacity && size > capacity / 2) return block;
  void* moved = OrNoMemory(Allocate(size));
  if (!moved) return nullptr;
  memcpy(moved, block, size < capacity ? size : capacity);
  Free(block);
  return moved;
}

void* reallocarray(void* block, size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) return OrNoMemory(nullptr);
  return realloc(block, bytes);
}

void* memalign(size_t alignment, size_t size) {
  return OrNoMemory(AllocateAligned(alignment, size));
}
void* aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }
void* valloc(size_t size) { return memalign(4096, size); }
void* pvalloc(size_t size) { return memalign(4096, (size + 4095) & ~size_t{4095}); }

int posix_memalign(void** result, size_t alignment, size_t size) {
  void* block = AllocateAligned(alignment, size);
  if (!block) return ENOMEM;
  *result = block;
  return 0;
}

// LLVM asks for it; nothing is counted.
struct mallinfo2 mallinfo2() { return {}; }

size_t malloc_usable_size(void* block) { return block ? Capacity(block) : 0; }

}  // extern "C"

void* operator new(size_t size) { return New(size); }
void* operator new[](size_t size) { return New(size); }
void operator delete(void* block) noexcept { Free(block); }
void operator delete[](void* block) noexcept { Free(block); }
void operator delete(void* block, size_t) noexcept { Free(block); }
void operator delete[](void* block, size_t) noexcept { Free(block); }

#endif
