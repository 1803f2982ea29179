// Outcomes of evaluations that were done before.
#ifndef ARC_COMPTIME_SERVICE_RESULT_CACHE_H_
#define ARC_COMPTIME_SERVICE_RESULT_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "comptime/jit/module_index.h"
#include "comptime/protocol/protocol.h"
#include "comptime/sandbox/image_file.h"
#include "rpc/ttrpc/mutex.h"

namespace arc::comptime {

// The least recently used go first when it is full. Thread-safe.
//
// Keys do not say whose evaluation it was. A thunk that takes its worker over may so give wrong
// values to other clients: they are of one user (SocketFile), who builds nothing with a service
// that builds what the user does not trust.
class ResultCache {
 public:
  explicit ResultCache(uint64_t max_bytes) : max_bytes_(max_bytes) {}

  struct Result {
    v1::Outcome outcome;
    // The content of its image where that is large; else null.
    std::shared_ptr<const ImageFile> file;
  };

  // Null: unknown.
  std::shared_ptr<const Result> Find(const ContentKey& key);
  void Add(const ContentKey& key, v1::Outcome outcome,
           std::shared_ptr<const ImageFile> file = nullptr);

  uint64_t bytes() const;

 private:
  struct Entry {
    ContentKey key;
    std::shared_ptr<const Result> result;
    uint64_t bytes;
  };

  const uint64_t max_bytes_;
  mutable ttrpc::Mutex mutex_;
  std::list<Entry> entries_ ABSL_GUARDED_BY(mutex_);  // the most recently used first
  absl::flat_hash_map<ContentKey, std::list<Entry>::iterator, ContentKeyHash> by_key_
      ABSL_GUARDED_BY(mutex_);
  uint64_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SERVICE_RESULT_CACHE_H_
