// Loads objects of the code generator into the slab.
#ifndef ARC_COMPTIME_JIT_LOADER_H_
#define ARC_COMPTIME_JIT_LOADER_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "comptime/jit/slab_allocator.h"
#include "llvm/ADT/SmallVector.h"
#include "rpc/ttrpc/mutex.h"

namespace arc::comptime {

// Where this process writes what workers see at ARC_COMPTIME_CODE_ADDRESS and
// ARC_COMPTIME_DATA_ADDRESS; see Slab.
struct SlabView {
  uint8_t* code = nullptr;
  uint8_t* data = nullptr;
};

// The slab's memory and what of it is taken. Thread-safe; outlives all objects in it.
class SlabMemory {
 public:
  explicit SlabMemory(SlabView view);

  // In the part for code and constants, or in that for writable data. ResourceExhausted: full.
  absl::StatusOr<uint64_t> Allocate(bool writable, uint64_t bytes);
  void Free(bool writable, uint64_t address, uint64_t bytes);
  uint8_t* At(uint64_t address) const;
  // Bytes taken in both parts.
  uint64_t used() const;

 private:
  const SlabView view_;
  mutable ttrpc::Mutex mutex_;
  RangeAllocator code_ ABSL_GUARDED_BY(mutex_);
  RangeAllocator data_ ABSL_GUARDED_BY(mutex_);
};

// Memory of the slab, given back when destroyed.
class SlabBlock {
 public:
  SlabBlock() = default;
  static absl::StatusOr<SlabBlock> Allocate(SlabMemory& memory, bool writable, uint64_t bytes);
  SlabBlock(SlabBlock&& other) noexcept { *this = std::move(other); }
  SlabBlock& operator=(SlabBlock&& other) noexcept;
  ~SlabBlock();

  uint64_t address() const { return address_; }
  uint64_t bytes() const { return bytes_; }

 private:
  SlabMemory* memory_ = nullptr;
  bool writable_ = false;
  uint64_t address_ = 0, bytes_ = 0;
};

// Memory of the slab for code and for data.
using SlabBlocks = std::array<SlabBlock, 2>;

// An object in the slab. What its roots need stays as long as it lives; all else, the thunks, is in
// memory that TakeRest() gives away. Does not change after that.
class LoadedObject {
 public:
  struct Section {
    uint64_t index;  // in the object
    uint64_t address, size;
    bool kept;
  };

  // The address of a symbol that the object defines and shows.
  std::optional<uint64_t> Find(absl::string_view symbol) const;
  // The function that is defined at `address`; empty: none.
  absl::string_view SymbolAt(uint64_t address) const;
  // The section that holds `address`, or null. Without `rest` those that stay: the memory of the
  // others may be another object's by now.
  const Section* SectionAt(uint64_t address, bool rest) const;
  const std::vector<Section>& sections() const { return sections_; }  // by address
  // ELF, with the debug information.
  absl::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }
  // What it takes, in the slab and beside it.
  uint64_t resident_bytes() const;

  SlabBlocks TakeRest() { return std::move(rest_); }

 private:
  friend class ObjectLoader;

  llvm::SmallVector<char, 0> bytes_;
  absl::flat_hash_map<std::string, uint64_t> symbols_;
  std::vector<Section> sections_;
  SlabBlocks kept_, rest_;
};

struct LoadRequest {
  // Symbols that stay; see LoadedObject.
  std::vector<std::string> roots;
  // Addresses of what the object only refers to.
  std::function<std::optional<uint64_t>(absl::string_view)> resolve;
};

// `bytes`: an x86-64 object of this process's code generator for the small code model, with
// sections per function. NotFound: a symbol that nobody defines, with its name as the message.
// ResourceExhausted: the slab is full. Internal: an object that is not as it should be.
absl::StatusOr<std::unique_ptr<LoadedObject>> LoadObject(SlabMemory& memory,
                                                         llvm::SmallVector<char, 0> bytes,
                                                         const LoadRequest& request);

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_LOADER_H_
