// Which parts of the slab are taken.
#ifndef ARC_COMPTIME_JIT_SLAB_ALLOCATOR_H_
#define ARC_COMPTIME_JIT_SLAB_ALLOCATOR_H_

#include <cstdint>
#include <map>
#include <optional>

namespace arc::comptime {

// Ranges of addresses; best fit, neighbours that are free are one. Not thread-safe.
class RangeAllocator {
 public:
  // Every range begins at a multiple of it, so that no two share a line of the cache.
  static constexpr uint64_t kAlign = 64;

  RangeAllocator(uint64_t begin, uint64_t bytes);

  // Nothing: there is no hole of this size. `bytes` above 0.
  std::optional<uint64_t> Allocate(uint64_t bytes);
  // `address` and `bytes` as they were allocated.
  void Free(uint64_t address, uint64_t bytes);

  uint64_t used() const { return used_; }

 private:
  void AddHole(uint64_t address, uint64_t bytes);
  void RemoveHole(std::map<uint64_t, uint64_t>::iterator hole);

  std::map<uint64_t, uint64_t> holes_;         // address to size
  std::multimap<uint64_t, uint64_t> by_size_;  // size to address
  uint64_t used_ = 0;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_SLAB_ALLOCATOR_H_
