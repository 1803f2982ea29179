#include "comptime/service/result_cache.h"

namespace arc::comptime {

std::shared_ptr<const ResultCache::Result> ResultCache::Find(const ContentKey& key) {
  ttrpc::MutexLock lock(&mutex_);
  auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->result;
}

void ResultCache::Add(const ContentKey& key, v1::Outcome outcome,
                      std::shared_ptr<const ImageFile> file) {
  const uint64_t bytes =
      sizeof(Entry) + sizeof(Result) + outcome.SpaceUsedLong() + (file ? file->size() : 0);
  // One that would push out all others is not worth it.
  if (bytes > max_bytes_ / 4) return;
  auto shared = std::make_shared<const Result>(std::move(outcome), std::move(file));
  ttrpc::MutexLock lock(&mutex_);
  if (by_key_.contains(key)) return;
  entries_.push_front({key, std::move(shared), bytes});
  by_key_[key] = entries_.begin();
  bytes_ += bytes;
  while (bytes_ > max_bytes_) {
    bytes_ -= entries_.back().bytes;
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
}

uint64_t ResultCache::bytes() const {
  ttrpc::MutexLock lock(&mutex_);
  return bytes_;
}

}  // namespace arc::comptime
