// Compiled functions that are kept for later requests.
#ifndef ARC_COMPTIME_JIT_CODE_STORE_H_
#define ARC_COMPTIME_JIT_CODE_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "comptime/jit/code_generator.h"
#include "comptime/jit/loader.h"
#include "comptime/jit/module_index.h"
#include "rpc/ttrpc/mutex.h"

namespace arc::comptime {

// Compiled code of one module: the object, what it refers to, and where its functions stood.
struct CodeUnit {
  std::unique_ptr<LoadedObject> object;
  // Code that this one calls, which has to live as long.
  std::vector<std::shared_ptr<const CodeUnit>> needs;
  // By file and name as debug information has them: the line of the function when it was compiled.
  // Traces correct lines by how far the function has moved since.
  absl::flat_hash_map<std::pair<std::string, std::string>, uint32_t> lines;
};

// A definition that is compiled: the symbols that it shows.
struct KeptCode {
  std::shared_ptr<const CodeUnit> unit;
  std::vector<std::pair<std::string, uint64_t>> symbols;
  // Small enough to be inlined where it is called.
  bool small = false;
};

// Thread-safe.
class CodeStore {
 public:
  // Above `max_bytes` everything that is kept is forgotten at once: what runs still holds what it
  // uses, and what is needed again is soon compiled.
  CodeStore(SlabView slab, uint64_t max_bytes) : memory_(slab), max_bytes_(max_bytes) {}

  SlabMemory& memory() { return memory_; }

  std::optional<KeptCode> Find(const ContentKey& key, Tier tier) const;
  // The first of two counts.
  void Keep(const ContentKey& key, Tier tier, KeptCode code);
  // Says that a unit is kept; its bytes count.
  void Add(const CodeUnit& unit);
  void Clear();

  uint64_t functions() const;
  uint64_t bytes() const;

 private:
  // First, since units give memory back.
  SlabMemory memory_;
  const uint64_t max_bytes_;
  mutable ttrpc::Mutex mutex_;
  absl::flat_hash_map<ContentKey, KeptCode, ContentKeyHash> kept_[kTiers] ABSL_GUARDED_BY(mutex_);
  uint64_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_CODE_STORE_H_
