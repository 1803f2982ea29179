#include "comptime/jit/code_store.h"

#include <utility>

namespace arc::comptime {

std::optional<KeptCode> CodeStore::Find(const ContentKey& key, Tier tier) const {
  ttrpc::MutexLock lock(&mutex_);
  const auto& kept = kept_[static_cast<size_t>(tier)];
  auto found = kept.find(key);
  if (found == kept.end()) return std::nullopt;
  return found->second;
}

void CodeStore::Keep(const ContentKey& key, Tier tier, KeptCode code) {
  ttrpc::MutexLock lock(&mutex_);
  kept_[static_cast<size_t>(tier)].try_emplace(key, std::move(code));
}

void CodeStore::Add(const CodeUnit& unit) {
  bool full;
  {
    ttrpc::MutexLock lock(&mutex_);
    full = bytes_ > max_bytes_;
  }
  if (full) Clear();
  ttrpc::MutexLock lock(&mutex_);
  bytes_ += unit.object->resident_bytes();
}

void CodeStore::Clear() {
  // Freed without the lock: units give back memory, and there may be many.
  absl::flat_hash_map<ContentKey, KeptCode, ContentKeyHash> old[kTiers];
  {
    ttrpc::MutexLock lock(&mutex_);
    for (int i = 0; i < kTiers; ++i) old[i].swap(kept_[i]);
    bytes_ = 0;
  }
}

uint64_t CodeStore::functions() const {
  ttrpc::MutexLock lock(&mutex_);
  uint64_t count = 0;
  for (const auto& kept : kept_) count += kept.size();
  return count;
}

uint64_t CodeStore::bytes() const {
  ttrpc::MutexLock lock(&mutex_);
  return bytes_;
}

}  // namespace arc::comptime
