#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "runtime/core/compute.h"

namespace arc::rt {
namespace {

constexpr uint8_t kBuild[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
constexpr FrameExpectation kExpected = {ARC_WIRE_ARGUMENTS, kBuild, 0x1234};

ArcWireHeader GoodHeader() {
  ArcWireHeader header = {};
  std::memcpy(header.magic, ARC_WIRE_MAGIC, 4);
  header.version = ARC_WIRE_VERSION;
  header.kind = ARC_WIRE_ARGUMENTS;
  std::memcpy(header.build_id, kBuild, 16);
  header.fingerprint = 0x1234;
  header.length = 99;
  return header;
}

FrameError Check(const ArcWireHeader& header, size_t size = sizeof(ArcWireHeader)) {
  ArcWireHeader out;
  return CheckFrame(reinterpret_cast<const uint8_t*>(&header), size, kExpected, &out);
}

TEST(CheckFrameTest, GoodHeaderIsRead) {
  const ArcWireHeader header = GoodHeader();
  ArcWireHeader out = {};
  EXPECT_EQ(CheckFrame(reinterpret_cast<const uint8_t*>(&header), sizeof(header), kExpected, &out),
            FrameError::kNone);
  EXPECT_EQ(out.length, 99u);
}

TEST(CheckFrameTest, EachDefectHasItsError) {
  ArcWireHeader header = GoodHeader();
  header.magic[3] = 'X';
  EXPECT_EQ(Check(header), FrameError::kNotAFrame);
  header = GoodHeader();
  header.version = 2;
  EXPECT_EQ(Check(header), FrameError::kVersion);
  header = GoodHeader();
  header.kind = ARC_WIRE_RESULT;
  EXPECT_EQ(Check(header), FrameError::kOtherKind);
  header = GoodHeader();
  header.build_id[15] ^= 1;
  EXPECT_EQ(Check(header), FrameError::kOtherBuild);
  header = GoodHeader();
  header.fingerprint = 0;
  EXPECT_EQ(Check(header), FrameError::kOtherType);
  header = GoodHeader();
  header.length = kMaxPayload + 1;
  EXPECT_EQ(Check(header), FrameError::kTooLarge);
}

TEST(CheckFrameTest, EveryPrefixIsTruncated) {
  const ArcWireHeader header = GoodHeader();
  for (size_t size = 0; size < sizeof(header); ++size) {
    EXPECT_EQ(Check(header, size), FrameError::kTruncatedHeader) << size;
  }
  EXPECT_EQ(CheckFrame(reinterpret_cast<const uint8_t*>("hi"), 2, kExpected, nullptr),
            FrameError::kNotAFrame);
}

// Builds a dispatch table the way the contract describes it: largest buckets first, the smallest
// displacement that puts each of a bucket's ids into a free slot.
class DispatchTable {
 public:
  explicit DispatchTable(const std::vector<std::string>& ids) : ids_(ids) {
    const uint64_t count = ids_.size();
    const uint64_t buckets = count / 2 + 1;
    std::vector<std::vector<size_t>> members(buckets);
    for (size_t i = 0; i < count; ++i) {
      members[(Hash(i) >> 32) % buckets].push_back(i);
    }
    std::vector<size_t> order(buckets);
    for (size_t i = 0; i < buckets; ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return members[a].size() != members[b].size() ? members[a].size() > members[b].size() : a < b;
    });
    std::vector<uint32_t> displacement((buckets + 1) & ~uint64_t{1}, 0);
    std::vector<int64_t> slots(count, -1);
    for (size_t bucket : order) {
      for (uint32_t d = 0; !members[bucket].empty(); ++d) {
        std::vector<uint64_t> wanted;
        for (size_t i : members[bucket]) {
          const uint64_t slot = arc_rt_dispatch_slot(Hash(i), d, count);
          if (slots[slot] >= 0 || std::count(wanted.begin(), wanted.end(), slot) > 0) break;
          wanted.push_back(slot);
        }
        if (wanted.size() != members[bucket].size()) continue;
        for (size_t k = 0; k < wanted.size(); ++k) {
          slots[wanted[k]] = static_cast<int64_t>(members[bucket][k]);
        }
        displacement[bucket] = d;
        break;
      }
    }
    const size_t bytes =
        sizeof(ArcDispatchTable) + displacement.size() * 4 + count * sizeof(ArcDispatchRecord);
    storage_.assign((bytes + 7) / 8, 0);
    auto* out = reinterpret_cast<char*>(storage_.data());
    const ArcDispatchTable header = {ARC_DISPATCH_TABLE_MAGIC, ARC_DISPATCH_TABLE_VERSION, count,
                                     kSeed, buckets};
    std::memcpy(out, &header, sizeof(header));
    out += sizeof(header);
    std::memcpy(out, displacement.data(), displacement.size() * 4);
    out += displacement.size() * 4;
    for (uint64_t slot = 0; slot < count; ++slot) {
      const std::string& id = ids_[static_cast<size_t>(slots[slot])];
      const ArcDispatchRecord record = {ARC_DISPATCH_RECORD_MAGIC,
                                        ARC_WIRE_VERSION,
                                        1,
                                        2,
                                        id.data(),
                                        id.size(),
                                        nullptr,
                                        nullptr};
      std::memcpy(out, &record, sizeof(record));
      out += sizeof(record);
    }
  }

  const ArcDispatchTable* get() const {
    return reinterpret_cast<const ArcDispatchTable*>(storage_.data());
  }

 private:
  static constexpr uint64_t kSeed = 17;
  uint64_t Hash(size_t i) const {
    return arc_rt_dispatch_hash(kSeed, ids_[i].data(), ids_[i].size());
  }

  std::vector<std::string> ids_;
  std::vector<uint64_t> storage_;
};

TEST(FindEntryTest, FindsEveryIdAndNothingElse) {
  for (size_t count : {1, 2, 3, 10, 1000}) {
    std::vector<std::string> ids;
    for (size_t i = 0; i < count; ++i) ids.push_back("pkg.worker$" + std::to_string(i * i));
    const DispatchTable table(ids);
    for (const std::string& id : ids) {
      const ArcDispatchRecord* record = FindEntry(table.get(), id.data(), id.size());
      ASSERT_NE(record, nullptr) << id;
      EXPECT_EQ(std::string(record->id, record->id_length), id);
    }
    for (const std::string& id : {std::string(), std::string("pkg.worker$"), std::string("foo"),
                                  ids[0] + "x", std::string(1 << 16, 'a')}) {
      EXPECT_EQ(FindEntry(table.get(), id.data(), id.size()), nullptr) << id;
    }
  }
}

TEST(FindEntryTest, NoTableAndEmptyTableHaveNoEntries) {
  EXPECT_EQ(FindEntry(nullptr, "a", 1), nullptr);
  const ArcDispatchTable empty = {ARC_DISPATCH_TABLE_MAGIC, ARC_DISPATCH_TABLE_VERSION, 0, 0, 0};
  EXPECT_EQ(FindEntry(&empty, "a", 1), nullptr);
}

// arc-ld computes the same: these values are part of the contract.
TEST(DispatchHashTest, FixedValues) {
  EXPECT_EQ(arc_rt_dispatch_mix(0), 0u);
  EXPECT_EQ(arc_rt_dispatch_mix(1), 0xB456BCFC34C2CB2Cull);
  EXPECT_EQ(arc_rt_dispatch_hash(0, "", 0), arc_rt_dispatch_mix(0xCBF29CE484222325ull));
  EXPECT_EQ(arc_rt_dispatch_hash(0, "a", 1), arc_rt_dispatch_mix(0xAF63DC4C8601EC8Cull));
}

}  // namespace
}  // namespace arc::rt
