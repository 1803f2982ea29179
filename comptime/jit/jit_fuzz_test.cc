// Modules as services get them: read, verified, compiled in each tier, and nothing run.

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "comptime/api/comptime_api.h"
#include "comptime/jit/jit.h"

namespace arc::comptime {
namespace {

uint8_t* Reserve(uint64_t bytes) {
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) __builtin_trap();
  return static_cast<uint8_t*>(memory);
}

// Everything is there, somewhere.
std::optional<uint64_t> Library(absl::string_view) { return ARC_COMPTIME_CONTROL_ADDRESS; }

}  // namespace
}  // namespace arc::comptime

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace arc::comptime;
  static CodeStore& store = *new CodeStore(
      {Reserve(ARC_COMPTIME_CODE_BYTES), Reserve(ARC_COMPTIME_DATA_BYTES)}, uint64_t{16} << 20);
  static JitSession& session = *new JitSession(store, Library);
  const absl::string_view bytecode(reinterpret_cast<const char*>(data), size);
  auto module = session.Open(bytecode, std::vector<std::string>{"thunk"});
  if (!module.ok()) return 0;
  for (Tier tier :
       {Tier::kFast, Tier::kTraced, Tier::kSimplified, Tier::kOptimized, Tier::kOptimizedTraced}) {
    auto addresses = (*module)->Compile(tier, {0});
    if (addresses.ok()) (*module)->Describe(addresses->front());
  }
  return 0;
}
