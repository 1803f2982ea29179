#include "runtime/core/memory_classes.h"

#include "gtest/gtest.h"
#include "runtime/core/heap.h"

namespace arc::rt {
namespace {

TEST(MemoryClassesTest, EverySizeFitsTheSmallestClassThatHoldsIt) {
  for (size_t size = 1; size <= kSmallLimit; ++size) {
    const size_t size_class = ClassOf(size);
    ASSERT_LT(size_class, kClassCount) << size;
    ASSERT_GE(SizeOfClass(size_class), size);
    if (size_class > 1) {
      ASSERT_LT(SizeOfClass(size_class - 1), size);
    }
  }
  EXPECT_EQ(ClassOf(0), ClassOf(8));
}

TEST(MemoryClassesTest, AlignmentPromise) {
  for (size_t size = 16; size <= kSmallLimit; size += 16) {
    ASSERT_EQ(SizeOfClass(ClassOf(size)) % 16, 0u) << size;
  }
  for (size_t size_class = 1; size_class < kClassCount; ++size_class) {
    ASSERT_EQ(SizeOfClass(size_class) % 8, 0u);
  }
}

TEST(MemoryClassesTest, LossIsBounded) {
  for (size_t size = kFineLimit; size <= kSmallLimit; ++size) {
    ASSERT_LE(SizeOfClass(ClassOf(size)) * 8, size * 9 + 8) << size;
  }
}

TEST(MemoryClassesTest, BatchesFitTheirLimits) {
  for (size_t size_class = 1; size_class < kClassCount; ++size_class) {
    ASSERT_GE(MagazineOfClass(size_class), 2u);
    ASSERT_LE(MagazineOfClass(size_class) * SizeOfClass(size_class), 64u << 10);
    // A span serves at least two batches' worth of the smallest kind, and stays within a chunk.
    ASSERT_GE(SpanUnits(size_class) * kUnitSize / SizeOfClass(size_class), 8u);
    ASSERT_LT(SpanUnits(size_class), kUnitsPerChunk);
  }
}

TEST(GoodSizeTest, Steps) {
  EXPECT_EQ(GoodSize(1), 8u);
  EXPECT_EQ(GoodSize(24), 24u);
  EXPECT_EQ(GoodSize(129), 144u);
  EXPECT_EQ(GoodSize(kSmallLimit), kSmallLimit);
  EXPECT_EQ(GoodSize(kSmallLimit + 1), kUnitSize);
  EXPECT_EQ(GoodSize(kMediumLimit), kMediumLimit);
  EXPECT_EQ(GoodSize(kMediumLimit + 1), kMediumLimit + 4096);
  EXPECT_EQ(GoodSize(~uint64_t{0}), ~uint64_t{0});  // no wrap to a small number
}

// The definition, the slow way.
int SlowFindRun(uint64_t set, uint32_t length) {
  for (int first = 0; first + static_cast<int>(length) <= 64; ++first) {
    bool all = true;
    for (uint32_t i = 0; i < length; ++i) all &= ((set >> (first + static_cast<int>(i))) & 1) != 0;
    if (all) return first;
  }
  return -1;
}

TEST(FindRunTest, AgreesWithItsDefinition) {
  uint64_t state = 88172645463325252u;
  for (int round = 0; round < 20000; ++round) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    const uint64_t set = (round & 1) != 0 ? state : (state | (state << 3) | (state >> 11));
    const uint32_t length = 1 + static_cast<uint32_t>(round % 20);
    ASSERT_EQ(FindRun(set, length), SlowFindRun(set, length)) << std::hex << set << " " << length;
  }
  EXPECT_EQ(FindRun(~uint64_t{0}, 64), 0);
  EXPECT_EQ(FindRun(0, 1), -1);
}

}  // namespace
}  // namespace arc::rt
