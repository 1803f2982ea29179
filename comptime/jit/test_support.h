// Shared by tests of the JIT: modules as text, and a slab in this process whose code it can call.
#ifndef ARC_COMPTIME_JIT_TEST_SUPPORT_H_
#define ARC_COMPTIME_JIT_TEST_SUPPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "comptime/api/comptime_api.h"
#include "comptime/jit/loader.h"

namespace arc::comptime {

// TIR as text to bytecode. Fails the test if it does not parse.
std::string ToBytecode(absl::string_view text);

// The slab and the control block at their addresses, in this process. One at a time.
class TestSlab {
 public:
  TestSlab();
  ~TestSlab();
  TestSlab(const TestSlab&) = delete;
  TestSlab& operator=(const TestSlab&) = delete;

  SlabView view() const;
  ArcComptimeControl& control() const;

  // A library with arc_comptime_out_of_fuel, memory functions and what is defined by Define.
  std::optional<uint64_t> Find(absl::string_view symbol) const;
  void Define(const std::string& symbol, const void* code);

  // Calls the thunk at `address` with `fuel`; false: it ran out.
  bool Run(uint64_t address, void* result, int64_t fuel = 1'000'000'000);

 private:
  absl::flat_hash_map<std::string, uint64_t> library_;
  uint8_t* next_jump_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_TEST_SUPPORT_H_
