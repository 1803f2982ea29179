#include "comptime/jit/slab_allocator.h"

#include <iterator>

namespace arc::comptime {

namespace {

uint64_t RoundUp(uint64_t bytes) {
  return (bytes + RangeAllocator::kAlign - 1) / RangeAllocator::kAlign * RangeAllocator::kAlign;
}

}  // namespace

RangeAllocator::RangeAllocator(uint64_t begin, uint64_t bytes) { AddHole(begin, bytes); }

std::optional<uint64_t> RangeAllocator::Allocate(uint64_t bytes) {
  if (bytes > UINT64_MAX - kAlign) return std::nullopt;
  bytes = RoundUp(bytes);
  auto fit = by_size_.lower_bound(bytes);
  if (fit == by_size_.end()) return std::nullopt;
  const uint64_t address = fit->second, size = fit->first;
  RemoveHole(holes_.find(address));
  if (size > bytes) AddHole(address + bytes, size - bytes);
  used_ += bytes;
  return address;
}

void RangeAllocator::Free(uint64_t address, uint64_t bytes) {
  bytes = RoundUp(bytes);
  used_ -= bytes;
  auto after = holes_.lower_bound(address);
  if (after != holes_.end() && after->first == address + bytes) {
    bytes += after->second;
    RemoveHole(after);
  }
  auto before = holes_.lower_bound(address);
  if (before != holes_.begin()) {
    --before;
    if (before->first + before->second == address) {
      address = before->first;
      bytes += before->second;
      RemoveHole(before);
    }
  }
  AddHole(address, bytes);
}

void RangeAllocator::AddHole(uint64_t address, uint64_t bytes) {
  holes_.emplace(address, bytes);
  by_size_.emplace(bytes, address);
}

void RangeAllocator::RemoveHole(std::map<uint64_t, uint64_t>::iterator hole) {
  auto [first, last] = by_size_.equal_range(hole->second);
  for (auto it = first; it != last; ++it) {
    if (it->second == hole->first) {
      by_size_.erase(it);
      break;
    }
  }
  holes_.erase(hole);
}

}  // namespace arc::comptime
