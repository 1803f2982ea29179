#include "comptime/jit/slab_allocator.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace arc::comptime {
namespace {

constexpr uint64_t kBegin = 0x1000, kBytes = 0x10000;

TEST(RangeAllocator, BestFit) {
  RangeAllocator ranges(kBegin, kBytes);
  EXPECT_EQ(ranges.Allocate(100), kBegin);
  EXPECT_EQ(ranges.Allocate(1), kBegin + 128);
  EXPECT_EQ(ranges.Allocate(640), kBegin + 192);
  EXPECT_EQ(ranges.used(), 128u + 64u + 640u);
  ranges.Free(kBegin, 100);
  EXPECT_EQ(ranges.Allocate(10), kBegin) << "the smaller hole";
  EXPECT_EQ(ranges.Allocate(64), kBegin + 64);
}

TEST(RangeAllocator, Full) {
  RangeAllocator ranges(kBegin, kBytes);
  EXPECT_FALSE(ranges.Allocate(kBytes + 1));
  EXPECT_FALSE(ranges.Allocate(UINT64_MAX));
  EXPECT_EQ(ranges.Allocate(kBytes), kBegin);
  EXPECT_FALSE(ranges.Allocate(1));
  ranges.Free(kBegin, kBytes);
  EXPECT_EQ(ranges.Allocate(kBytes), kBegin);
}

TEST(RangeAllocator, NeighboursBecomeOne) {
  RangeAllocator ranges(kBegin, 64 * 3);
  uint64_t a = *ranges.Allocate(64), b = *ranges.Allocate(64), c = *ranges.Allocate(64);
  ranges.Free(a, 64);
  ranges.Free(c, 64);
  EXPECT_FALSE(ranges.Allocate(128));
  ranges.Free(b, 64);
  EXPECT_EQ(ranges.Allocate(192), kBegin);
}

TEST(RangeAllocator, RandomUseNeverOverlaps) {
  RangeAllocator ranges(kBegin, kBytes);
  std::map<uint64_t, uint64_t> taken;
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    if (random() % 2 == 0 || taken.empty()) {
      const uint64_t bytes = 1 + random() % 3000;
      std::optional<uint64_t> address = ranges.Allocate(bytes);
      if (!address) continue;
      ASSERT_EQ(*address % RangeAllocator::kAlign, 0u);
      ASSERT_GE(*address, kBegin);
      ASSERT_LE(*address + bytes, kBegin + kBytes);
      auto after = taken.lower_bound(*address);
      if (after != taken.end()) ASSERT_LE(*address + bytes, after->first);
      if (after != taken.begin()) {
        --after;
        ASSERT_LE(after->first + after->second, *address);
      }
      taken[*address] = bytes;
    } else {
      auto one = std::next(taken.begin(), static_cast<long>(random() % taken.size()));
      ranges.Free(one->first, one->second);
      taken.erase(one);
    }
  }
  for (auto [address, bytes] : taken) ranges.Free(address, bytes);
  EXPECT_EQ(ranges.used(), 0u);
  EXPECT_EQ(ranges.Allocate(kBytes), kBegin);
}

}  // namespace
}  // namespace arc::comptime
