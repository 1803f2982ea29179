#include "toolchain/arc_ld/perfect_hash.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "runtime/core/contract.h"

namespace arc::ld {
namespace {

std::vector<absl::string_view> Views(const std::vector<std::string>& ids) {
  return {ids.begin(), ids.end()};
}

// The slot by the contract's own lookup.
uint64_t Lookup(const PerfectHash& hash, uint64_t count, absl::string_view id) {
  const uint64_t h = arc_rt_dispatch_hash(hash.seed, id.data(), id.size());
  return arc_rt_dispatch_slot(h, hash.displacement[(h >> 32) % hash.displacement.size()], count);
}

void ExpectPerfect(const std::vector<std::string>& ids) {
  auto hash = BuildPerfectHash(Views(ids));
  ASSERT_TRUE(hash.ok()) << hash.status();
  ASSERT_EQ(hash->slot.size(), ids.size());
  ASSERT_EQ(hash->displacement.size(), DisplacementCount(ids.size()));
  std::set<uint32_t> slots;
  for (size_t i = 0; i < ids.size(); ++i) {
    EXPECT_LT(hash->slot[i], ids.size());
    EXPECT_EQ(hash->slot[i], Lookup(*hash, ids.size(), ids[i])) << ids[i];
    slots.insert(hash->slot[i]);
  }
  EXPECT_EQ(slots.size(), ids.size());
}

std::vector<std::string> Numbered(int count) {
  std::vector<std::string> ids;
  ids.reserve(count);
  for (int i = 0; i < count; ++i) ids.push_back(absl::StrCat("main.__process_", i));
  return ids;
}

TEST(PerfectHashTest, EmptySetHasNoTable) {
  auto hash = BuildPerfectHash({});
  ASSERT_TRUE(hash.ok());
  EXPECT_TRUE(hash->displacement.empty());
  EXPECT_TRUE(hash->slot.empty());
}

TEST(PerfectHashTest, SmallSetsOfEverySize) {
  for (int count = 1; count <= 70; ++count) ExpectPerfect(Numbered(count));
}

TEST(PerfectHashTest, TenThousandIds) { ExpectPerfect(Numbered(10000)); }

// Ids that fall into one bucket under seed 0 must be told apart by displacement alone.
TEST(PerfectHashTest, AllIdsInOneBucket) {
  for (size_t count : {8u, 24u}) {
    std::vector<std::string> ids;
    for (int i = 0; ids.size() < count; ++i) {
      std::string id = absl::StrCat("entry", i);
      const uint64_t h = arc_rt_dispatch_hash(0, id.data(), id.size());
      if ((h >> 32) % DisplacementCount(count) == 0) ids.push_back(id);
    }
    ExpectPerfect(ids);
  }
}

TEST(PerfectHashTest, SimilarAndStrangeIds) {
  ExpectPerfect({"a", "b", "aa", "ab", "ba", "bb", "aaa", "\xc3\xa4", std::string(4096, 'x'),
                 std::string(4095, 'x')});
}

TEST(PerfectHashTest, DoesNotDependOnTheOrder) {
  std::vector<std::string> ids = Numbered(500);
  auto first = BuildPerfectHash(Views(ids));
  ASSERT_TRUE(first.ok());
  std::vector<std::string> shuffled = ids;
  std::mt19937 random(7);  // NOLINT(bugprone-random-generator-seed): repeatable
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  auto second = BuildPerfectHash(Views(shuffled));
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(first->seed, second->seed);
  EXPECT_EQ(first->displacement, second->displacement);
  for (size_t i = 0; i < ids.size(); ++i) {
    const size_t other = std::find(shuffled.begin(), shuffled.end(), ids[i]) - shuffled.begin();
    EXPECT_EQ(first->slot[i], second->slot[other]);
  }
}

TEST(PerfectHashTest, RejectsEqualIds) {
  const std::vector<std::string> ids = {"one", "two", "one"};
  auto hash = BuildPerfectHash(Views(ids));
  ASSERT_FALSE(hash.ok());
  EXPECT_NE(std::string(hash.status().message()).find("'one'"), std::string::npos);
}

}  // namespace
}  // namespace arc::ld
