// The heap that replaces the C library's in this program, too.

#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <random>
#include <thread>
#include <vector>

#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)

namespace {

// Out of the optimizer's sight: it knows what `malloc` promises and removes what it can.
void* Opaque(void* block) {
  asm volatile("" : "+r"(block) : : "memory");
  return block;
}
void* Malloc(size_t size) { return Opaque(malloc(size)); }

uintptr_t Address(const void* block) { return reinterpret_cast<uintptr_t>(block); }

TEST(Heap, IsThisOne) {
  void* block = Malloc(24);
  EXPECT_EQ(malloc_usable_size(block), 32u);  // the C library's has 24
  free(block);
}

TEST(Heap, BlocksHoldWhatIsAskedFor) {
  for (size_t size = 0; size <= (size_t{9} << 20); size += 1 + size / 7) {
    void* block = Malloc(size);
    ASSERT_NE(block, nullptr);
    EXPECT_EQ(Address(block) % 16, 0u) << size;
    const size_t capacity = malloc_usable_size(block);
    EXPECT_GE(capacity, size);
    // Classes are at most a quarter apart; blocks with regions to themselves fill huge pages.
    EXPECT_LE(capacity, size > (size_t{4} << 20) ? size + (size_t{2} << 20) : size + size / 4 + 16);
    memset(block, 0xa5, capacity);
    free(block);
  }
}

TEST(Heap, FreedBlocksAreUsedAgain) {
  for (size_t size : {size_t{1}, size_t{16}, size_t{100}, size_t{5000}, size_t{3} << 20}) {
    void* first = Malloc(size);
    const uintptr_t address = Address(first);
    free(first);
    void* second = Malloc(size);
    EXPECT_EQ(Address(second), address) << size;
    free(second);
  }
}

// Blocks that live at the same time, of any size, by any function, share no byte.
TEST(Heap, LivingBlocksAreApart) {
  struct Living {
    unsigned char* bytes;
    size_t size;
    unsigned char mark;
  };
  std::mt19937 random(1);
  std::vector<Living> living;
  auto check = [](const Living& one) {
    for (size_t i = 0; i < one.size; ++i) ASSERT_EQ(one.bytes[i], one.mark);
  };
  for (int round = 0; round < 20000; ++round) {
    const size_t size = random() % (size_t{1} << random() % 14);
    const auto mark = static_cast<unsigned char>(round);
    if (living.size() > 300) {
      std::swap(living[random() % living.size()], living.back());
      Living& last = living.back();
      check(last);
      if (random() % 3) {
        free(last.bytes);
        living.pop_back();
        continue;
      }
      auto* moved = static_cast<unsigned char*>(Opaque(realloc(last.bytes, size + 1)));
      for (size_t i = 0; i < std::min(last.size, size); ++i) ASSERT_EQ(moved[i], last.mark);
      memset(moved, mark, size + 1);
      last = {moved, size + 1, mark};
      continue;
    }
    const size_t alignment = size_t{1} << random() % 13;
    const bool aligned = random() % 4 == 0;
    void* block = aligned ? Opaque(aligned_alloc(alignment, size)) : Malloc(size);
    if (aligned) {
      ASSERT_EQ(Address(block) % alignment, 0u);
    }
    memset(block, mark, size);
    living.push_back({static_cast<unsigned char*>(block), size, mark});
  }
  for (const Living& one : living) {
    check(one);
    free(one.bytes);
  }
}

TEST(Heap, ClearedBlocks) {
  for (size_t size : {size_t{24}, size_t{70000}, size_t{5} << 20}) {
    void* dirty = Malloc(size);
    memset(dirty, 0xff, size);
    free(dirty);
    auto* bytes = static_cast<unsigned char*>(Opaque(calloc(size / 8, 8)));
    for (size_t i = 0; i < size; ++i) ASSERT_EQ(bytes[i], 0) << size;
    free(bytes);
  }
}

TEST(Heap, ReallocKeepsBytes) {
  std::vector<unsigned char> model;
  unsigned char* bytes = nullptr;
  for (size_t size : {size_t{1}, size_t{30}, size_t{40}, size_t{9000}, size_t{100}, size_t{6} << 20,
                      size_t{7} << 20, size_t{3} << 20, size_t{50}}) {
    bytes = static_cast<unsigned char*>(Opaque(realloc(bytes, size)));
    const size_t kept = std::min(size, model.size());
    EXPECT_EQ(memcmp(bytes, model.data(), kept), 0) << size;
    model.resize(size);
    for (size_t i = kept; i < size; ++i) bytes[i] = model[i] = static_cast<unsigned char>(i * 7);
  }
  free(bytes);
}

TEST(Heap, MoreThanThereIs) {
  for (size_t size : {size_t{1} << 60, size_t{PTRDIFF_MAX}, SIZE_MAX - 4096, SIZE_MAX}) {
    errno = 0;
    EXPECT_EQ(Malloc(size), nullptr) << size;
    EXPECT_EQ(errno, ENOMEM);
  }
  EXPECT_EQ(Opaque(calloc(SIZE_MAX / 2, 3)), nullptr);
  void* block = Malloc(10);
  EXPECT_EQ(Opaque(reallocarray(block, SIZE_MAX / 2, 3)), nullptr);
  void* aligned = nullptr;
  EXPECT_EQ(posix_memalign(&aligned, 4096, size_t{1} << 60), ENOMEM);
  free(block);
}

// Each thread frees what another one has made.
TEST(Heap, ThreadsHandOver) {
  constexpr int kThreads = 4;
  constexpr int kBlocks = 20000;
  std::vector<std::vector<unsigned char*>> made(kThreads);
  auto run = [](auto work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
    for (std::thread& thread : threads) thread.join();
  };
  for (int round = 0; round < 3; ++round) {
    run([&](int i) {
      for (int k = 0; k < kBlocks; ++k) {
        auto* block = static_cast<unsigned char*>(Malloc(static_cast<size_t>(1 + k % 500)));
        block[0] = static_cast<unsigned char>(i);
        made[static_cast<size_t>(i)].push_back(block);
      }
    });
    run([&](int i) {
      const int other = (i + 1) % kThreads;
      for (unsigned char* block : made[static_cast<size_t>(other)]) {
        EXPECT_EQ(block[0], other);
        free(block);
      }
      made[static_cast<size_t>(other)].clear();
    });
  }
}

}  // namespace

#endif
