#include "runtime/core/heap.h"

#include <cstring>
#include <fstream>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace arc::rt {
namespace {

uint64_t BlocksOut() { return HeapTakeFigures().blocks_out; }

std::vector<FreeBlock*> Take(size_t size_class, uint32_t wanted) {
  uint32_t count = 0;
  FreeBlock* block = HeapTake(size_class, wanted, &count);
  std::vector<FreeBlock*> blocks;
  for (; block != nullptr; block = block->next) blocks.push_back(block);
  EXPECT_EQ(blocks.size(), count);
  return blocks;
}

FreeBlock* Link(const std::vector<FreeBlock*>& blocks) {
  FreeBlock* head = nullptr;
  for (FreeBlock* block : blocks) {
    block->next = head;
    head = block;
  }
  return head;
}

void Give(size_t size_class, const std::vector<FreeBlock*>& blocks) {
  HeapGive(size_class, Link(blocks));
}

TEST(HeapTest, BlocksOfAClassDoNotOverlap) {
  for (size_t size_class : {size_t{1}, size_t{3}, size_t{17}, size_t{50}, kClassCount - 1}) {
    const size_t size = SizeOfClass(size_class);
    std::vector<FreeBlock*> all;
    std::set<uintptr_t> starts;
    const size_t enough = 3 * SpanUnits(size_class) * kUnitSize / size;
    while (all.size() < enough) {
      for (FreeBlock* block : Take(size_class, 64)) {
        all.push_back(block);
        starts.insert(reinterpret_cast<uintptr_t>(block));
        std::memset(static_cast<void*>(block), 0xEE, size);
      }
    }
    ASSERT_EQ(starts.size(), all.size());
    uintptr_t end = 0;
    for (uintptr_t start : starts) {
      ASSERT_GE(start, end);
      end = start + size;
    }
    Give(size_class, all);
  }
}

TEST(HeapTest, CountsBlocksHandedOut) {
  const uint64_t before = BlocksOut();
  std::vector<FreeBlock*> blocks = Take(5, 10);
  void* big = HeapAllocateBig(100 << 10);
  EXPECT_EQ(BlocksOut(), before + blocks.size() + 1);
  HeapFreeBig(big, 100 << 10);
  Give(5, blocks);
  EXPECT_EQ(BlocksOut(), before);
}

TEST(HeapTest, MagazinesWaitUpToABound) {
  constexpr size_t kClass = 40;
  const uint32_t count = MagazineOfClass(kClass);
  const uint64_t before = BlocksOut();
  ASSERT_EQ(HeapTakeMagazine(kClass), nullptr);
  // More than may wait: the blocks of the last ones go back to their spans.
  const size_t magazines = (size_t{5} << 20) / (count * SizeOfClass(kClass));
  std::set<FreeBlock*> given;
  std::vector<std::vector<FreeBlock*>> full(magazines);
  for (std::vector<FreeBlock*>& one : full) {
    while (one.size() < count) {
      for (FreeBlock* block : Take(kClass, count - static_cast<uint32_t>(one.size()))) {
        one.push_back(block);
        given.insert(block);
      }
    }
  }
  EXPECT_EQ(BlocksOut(), before + magazines * count);
  for (const std::vector<FreeBlock*>& one : full) HeapGiveMagazine(kClass, Link(one));
  EXPECT_EQ(BlocksOut(), before);
  size_t waited = 0;
  while (FreeBlock* head = HeapTakeMagazine(kClass)) {
    ++waited;
    uint32_t length = 0;
    for (FreeBlock* block = head; block != nullptr; block = block->next) {
      ASSERT_TRUE(given.contains(block));
      ++length;
    }
    ASSERT_EQ(length, count);
    HeapGive(kClass, head);
  }
  EXPECT_GT(waited, 0u);
  EXPECT_LT(waited, magazines);
  EXPECT_EQ(BlocksOut(), before);
}

// A full magazine of the class.
FreeBlock* Magazine(size_t size_class) {
  std::vector<FreeBlock*> blocks;
  while (blocks.size() < MagazineOfClass(size_class)) {
    const auto missing = MagazineOfClass(size_class) - static_cast<uint32_t>(blocks.size());
    for (FreeBlock* block : Take(size_class, missing)) blocks.push_back(block);
  }
  return Link(blocks);
}

TEST(HeapTest, MagazinesOfAllClassesTogetherHaveABound) {
  // Each class alone could let 4 MiB wait.
  std::vector<std::pair<size_t, FreeBlock*>> magazines;
  for (size_t size_class = 10; size_class < kClassCount; ++size_class) {
    const size_t bytes = MagazineOfClass(size_class) * SizeOfClass(size_class);
    for (size_t sum = 0; sum < (2 << 20); sum += bytes) {
      magazines.emplace_back(size_class, Magazine(size_class));
    }
  }
  for (const auto& [size_class, blocks] : magazines) HeapGiveMagazine(size_class, blocks);
  const uint64_t waiting = HeapTakeFigures().waiting_bytes;
  EXPECT_GT(waiting, uint64_t{7} << 20);
  EXPECT_LE(waiting, uint64_t{8} << 20);
  for (size_t size_class = 10; size_class < kClassCount; ++size_class) {
    while (FreeBlock* blocks = HeapTakeMagazine(size_class)) HeapGive(size_class, blocks);
  }
  EXPECT_EQ(HeapTakeFigures().waiting_bytes, 0u);
}

TEST(HeapTest, AsMuchWaitsAsIsInUse) {
  constexpr size_t kClass = 12;
  const uint64_t bytes = MagazineOfClass(kClass) * SizeOfClass(kClass);
  std::vector<FreeBlock*> magazines;
  for (uint64_t sum = 0; sum < (uint64_t{24} << 20); sum += bytes) {
    magazines.push_back(Magazine(kClass));
  }
  const size_t half = magazines.size() / 2;
  auto give = [&](size_t count) {
    for (size_t i = 0; i < count; ++i) {
      HeapGiveMagazine(kClass, magazines.back());
      magazines.pop_back();
    }
  };
  // One half is in use while the other comes back: all of it waits.
  give(half);
  EXPECT_EQ(HeapTakeFigures().waiting_bytes, half * bytes);
  // What waits is given up with what is in use.
  give(half / 2);
  EXPECT_LE(HeapTakeFigures().waiting_bytes, magazines.size() * bytes);
  give(magazines.size());
  EXPECT_LE(HeapTakeFigures().waiting_bytes, uint64_t{4} << 20);
  EXPECT_GT(HeapTakeFigures().waiting_bytes, uint64_t{3} << 20);
  while (FreeBlock* blocks = HeapTakeMagazine(kClass)) HeapGive(kClass, blocks);
}

// Pages of this process that hold memory, in bytes.
uint64_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  uint64_t size = 0;
  uint64_t resident = 0;
  file >> size >> resident;
  return resident * 4096;
}

TEST(HeapTest, FreedMemoryGoesBackToTheSystem) {
#if __has_feature(thread_sanitizer)
  GTEST_SKIP() << "its shadow is resident, too";
#endif
  constexpr uint64_t kAmount = uint64_t{256} << 20;
  const uint64_t mapped = HeapTakeFigures().mapped_bytes;
  for (const uint64_t size : {uint64_t{100}, uint64_t{5000}, uint64_t{200} << 10}) {
    const uint64_t before = ResidentBytes();
    // All in one list through the blocks themselves: what the test allocates would count, too.
    FreeBlock* all = nullptr;
    for (uint64_t sum = 0; sum < kAmount;) {
      uint32_t count = 1;
      FreeBlock* blocks = nullptr;
      if (size > kSmallLimit) {
        blocks = static_cast<FreeBlock*>(HeapAllocateBig(size));
        blocks->next = nullptr;
      } else {
        blocks = HeapTake(ClassOf(size), 100, &count);
      }
      while (blocks != nullptr) {
        FreeBlock* next = blocks->next;
        std::memset(static_cast<void*>(blocks), 1, size);
        blocks->next = all;
        all = blocks;
        blocks = next;
      }
      sum += size * count;
    }
    EXPECT_GT(ResidentBytes(), before + kAmount * 9 / 10);
    if (size <= kSmallLimit) HeapGive(ClassOf(size), all);
    while (size > kSmallLimit && all != nullptr) {
      FreeBlock* next = all->next;
      HeapFreeBig(all, size);
      all = next;
    }
    // What may be kept, and a little.
    EXPECT_LT(ResidentBytes(), before + (uint64_t{40} << 20)) << size;
    const HeapFigures figures = HeapTakeFigures();
    EXPECT_LE(figures.kept_bytes, uint64_t{32} << 20);
    EXPECT_LT(figures.mapped_bytes, mapped + (uint64_t{64} << 20));
  }
}

TEST(HeapTest, FiguresFollowEveryWayOfABlock) {
  const HeapFigures before = HeapTakeFigures();
  std::vector<FreeBlock*> small = Take(ClassOf(1000), 3);
  void* medium = HeapAllocateBig(100 << 10);
  void* large = HeapAllocateBig(3 << 20);
  const uint64_t small_bytes = small.size() * GoodSize(1000);
  HeapFigures figures = HeapTakeFigures();
  EXPECT_EQ(figures.blocks_out, before.blocks_out + small.size() + 2);
  EXPECT_EQ(figures.bytes_out, before.bytes_out + small_bytes + (128 << 10) + (3 << 20));
  EXPECT_GE(figures.mapped_bytes, before.mapped_bytes + (3 << 20));
  ASSERT_EQ(HeapResizeBig(medium, 100 << 10, 60 << 10), medium);
  large = HeapResizeBig(large, 3 << 20, 7 << 20);
  figures = HeapTakeFigures();
  EXPECT_EQ(figures.bytes_out, before.bytes_out + small_bytes + (64 << 10) + (7 << 20));
  large = HeapResizeBig(large, 7 << 20, 2 << 20);
  EXPECT_EQ(HeapTakeFigures().bytes_out, before.bytes_out + small_bytes + (64 << 10) + (2 << 20));
  HeapFreeBig(large, 2 << 20);
  HeapFreeBig(medium, 60 << 10);
  Give(ClassOf(1000), small);
  figures = HeapTakeFigures();
  EXPECT_EQ(figures.blocks_out, before.blocks_out);
  EXPECT_EQ(figures.bytes_out, before.bytes_out);
}

TEST(HeapTest, MediumBlocksGrowAndShrinkInPlace) {
  auto* block = static_cast<uint8_t*>(HeapAllocateBig(kMediumLimit));
  ASSERT_EQ(HeapResizeBig(block, kMediumLimit, 64 << 10), block);
  std::memset(block, 1, 64 << 10);
  void* grown = HeapResizeBig(block, 64 << 10, 256 << 10);
  ASSERT_EQ(grown, block);
  std::memset(block, 2, 256 << 10);
  EXPECT_EQ(HeapResizeBig(block, 256 << 10, 128 << 10), block);
  // The tail is free for others; once somebody has it, the block cannot grow in place.
  std::vector<void*> others;
  do {
    ASSERT_LT(others.size(), 1000u) << "nobody gets the tail";
    others.push_back(HeapAllocateBig(64 << 10));
  } while (others.back() != block + (128 << 10));
  EXPECT_EQ(HeapResizeBig(block, 128 << 10, 192 << 10), nullptr);
  for (void* other : others) HeapFreeBig(other, 64 << 10);
  HeapFreeBig(block, 128 << 10);
}

TEST(HeapTest, LargeBlocksKeepTheirContentWhenRemapped) {
  auto* block = static_cast<uint8_t*>(HeapAllocateBig(2 << 20));
  for (size_t i = 0; i < (2 << 20); i += 4096) block[i] = static_cast<uint8_t>(i >> 12);
  auto* grown = static_cast<uint8_t*>(HeapResizeBig(block, 2 << 20, 64 << 20));
  ASSERT_NE(grown, nullptr);
  for (size_t i = 0; i < (2 << 20); i += 4096) ASSERT_EQ(grown[i], static_cast<uint8_t>(i >> 12));
  grown[(64 << 20) - 1] = 1;
  HeapFreeBig(grown, 64 << 20);
}

TEST(HeapTest, RefusesWhatNoMachineHas) {
  EXPECT_EQ(HeapAllocateBig(uint64_t{1} << 62), nullptr);
  EXPECT_EQ(HeapAllocateBig(~uint64_t{0}), nullptr);
}

TEST(HeapTest, RandomMediumBlocksStayApart) {
  std::mt19937 random(7);
  struct Block {
    uint8_t* address;
    uint64_t size;
    uint8_t mark;
  };
  std::vector<Block> blocks;
  for (int round = 0; round < 4000; ++round) {
    if (blocks.empty() || random() % 100 < 55) {
      const uint64_t size = kSmallLimit + 1 + random() % (kMediumLimit - kSmallLimit);
      auto* address = static_cast<uint8_t*>(HeapAllocateBig(size));
      ASSERT_NE(address, nullptr);
      const auto mark = static_cast<uint8_t>(round);
      address[0] = address[size - 1] = address[size / 2] = mark;
      blocks.push_back({address, size, mark});
    } else {
      const size_t i = random() % blocks.size();
      Block block = blocks[i];
      ASSERT_EQ(block.address[0], block.mark);
      ASSERT_EQ(block.address[block.size / 2], block.mark);
      ASSERT_EQ(block.address[block.size - 1], block.mark);
      HeapFreeBig(block.address, block.size);
      blocks[i] = blocks.back();
      blocks.pop_back();
    }
  }
  for (const Block& block : blocks) HeapFreeBig(block.address, block.size);
}

TEST(HeapTest, ThreadsTakeAndGiveAtTheSameTime) {
  const uint64_t before = BlocksOut();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      std::mt19937 random(static_cast<unsigned>(t));
      std::vector<std::pair<size_t, std::vector<FreeBlock*>>> mine;
      for (int round = 0; round < 3000; ++round) {
        if (mine.size() < 20 || random() % 2 == 0) {
          const size_t size_class = 1 + random() % (kClassCount - 1);
          mine.emplace_back(size_class, Take(size_class, 1 + random() % 40));
          for (void* block : mine.back().second) {
            std::memset(block, t, SizeOfClass(size_class));
          }
        } else {
          const size_t i = random() % mine.size();
          Give(mine[i].first, mine[i].second);
          mine[i] = mine.back();
          mine.pop_back();
        }
      }
      for (auto& [size_class, blocks] : mine) Give(size_class, blocks);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(BlocksOut(), before);
}

}  // namespace
}  // namespace arc::rt
