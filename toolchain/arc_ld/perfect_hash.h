#ifndef ARC_TOOLCHAIN_ARC_LD_PERFECT_HASH_H_
#define ARC_TOOLCHAIN_ARC_LD_PERFECT_HASH_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace arc::ld {

// A minimal perfect hash over the ids of a program's compute entries: n ids, n slots, no two ids in
// one slot. The lookup is the one of runtime/core/contract.h.
struct PerfectHash {
  uint64_t seed = 0;
  std::vector<uint32_t> displacement;  // DisplacementCount(n) of them
  std::vector<uint32_t> slot;          // of each id, in the order given
};

// Number of displacements for `count` ids: a bucket for four ids, so a byte of table per id. The
// linker script of layout.cc computes the same number to reserve the space.
constexpr uint64_t DisplacementCount(uint64_t count) { return (count + 3) / 4; }

// Depends on the set of ids only: each id gets the same slot whatever the order of `ids`. Ids must
// be distinct; fails with InvalidArgument when they are not.
absl::StatusOr<PerfectHash> BuildPerfectHash(absl::Span<const absl::string_view> ids);

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_PERFECT_HASH_H_
