#include "toolchain/arc_ld/perfect_hash.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "runtime/core/contract.h"

namespace arc::ld {
namespace {

// Hash and displace (Belazzougui, Botelho, Dietzfelbinger 2009): ids fall into buckets by one hash;
// the buckets, largest first, each search for a displacement that sends all their ids to free
// slots. A seed fails when two ids have one 64-bit hash or a bucket finds no displacement.
constexpr int kSeeds = 64;

// Expected tries of the last bucket are about `count`, since one slot is left for it; the chance to
// miss it this often is e^-64.
uint64_t DisplacementLimit(uint64_t count) {
  return std::min<uint64_t>(count * 64 + 1024, uint64_t{1} << 32);
}

std::optional<PerfectHash> TrySeed(absl::Span<const absl::string_view> ids,
                                   absl::Span<const uint32_t> order, uint64_t seed) {
  const uint64_t count = ids.size();
  const uint64_t bucket_count = DisplacementCount(count);
  std::vector<uint64_t> hashes(count);
  std::vector<std::vector<uint32_t>> buckets(bucket_count);
  for (uint32_t i : order) {
    hashes[i] = arc_rt_dispatch_hash(seed, ids[i].data(), ids[i].size());
    buckets[(hashes[i] >> 32) % bucket_count].push_back(i);
  }
  std::vector<uint32_t> by_size(bucket_count);
  std::iota(by_size.begin(), by_size.end(), 0);
  std::sort(by_size.begin(), by_size.end(), [&](uint32_t a, uint32_t b) {
    if (buckets[a].size() != buckets[b].size()) return buckets[a].size() > buckets[b].size();
    return a < b;
  });

  PerfectHash result{.seed = seed,
                     .displacement = std::vector<uint32_t>(bucket_count),
                     .slot = std::vector<uint32_t>(count)};
  std::vector<bool> taken(count);
  std::vector<uint64_t> slots;
  for (uint32_t bucket : by_size) {
    if (buckets[bucket].empty()) break;
    // Ids of one bucket that share the whole hash can never be told apart under this seed.
    std::vector<uint64_t> distinct;
    for (uint32_t i : buckets[bucket]) distinct.push_back(hashes[i]);
    std::sort(distinct.begin(), distinct.end());
    if (std::adjacent_find(distinct.begin(), distinct.end()) != distinct.end()) return std::nullopt;

    bool placed = false;
    for (uint64_t d = 0; d < DisplacementLimit(count) && !placed; ++d) {
      slots.clear();
      placed = true;
      for (uint32_t i : buckets[bucket]) {
        const uint64_t slot = arc_rt_dispatch_slot(hashes[i], static_cast<uint32_t>(d), count);
        if (taken[slot] || std::find(slots.begin(), slots.end(), slot) != slots.end()) {
          placed = false;
          break;
        }
        slots.push_back(slot);
      }
      if (!placed) continue;
      result.displacement[bucket] = static_cast<uint32_t>(d);
      for (size_t k = 0; k < slots.size(); ++k) {
        taken[slots[k]] = true;
        result.slot[buckets[bucket][k]] = static_cast<uint32_t>(slots[k]);
      }
    }
    if (!placed) return std::nullopt;
  }
  return result;
}

}  // namespace

absl::StatusOr<PerfectHash> BuildPerfectHash(absl::Span<const absl::string_view> ids) {
  if (ids.empty()) return PerfectHash{};
  // Working in the order of the ids themselves makes the result independent of the order given.
  std::vector<uint32_t> order(ids.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return ids[a] < ids[b]; });
  for (size_t i = 1; i < order.size(); ++i) {
    if (ids[order[i - 1]] == ids[order[i]]) {
      return absl::InvalidArgumentError(absl::StrCat("duplicate id '", ids[order[i]], "'"));
    }
  }
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    if (std::optional<PerfectHash> result = TrySeed(ids, order, seed)) return *std::move(result);
  }
  return absl::InternalError(absl::StrCat("no perfect hash for ", ids.size(), " ids"));
}

}  // namespace arc::ld
