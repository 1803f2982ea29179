// From LLVM modules to objects, with everything that can be used again used again.
#ifndef ARC_COMPTIME_JIT_CODE_GENERATOR_H_
#define ARC_COMPTIME_JIT_CODE_GENERATOR_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "llvm/ADT/SmallVector.h"

namespace llvm {
class Module;
}  // namespace llvm

namespace arc::comptime {

// How much work goes into code before it runs.
enum class Tier {
  // One pass over each function, no optimization, no positions: for what runs once. Positions are a
  // third of the time that it takes to compile.
  kFast = 0,
  // The same code with positions: for what has failed.
  kTraced = 1,
  // For what has run for a millisecond: functions that are hot (heat.h) are simplified and take in
  // others, and the code of that is made like fast code, in a third of the time that it takes to
  // make good code. What is not hot is fast code. No positions.
  kSimplified = 2,
  // For what has run for long: the same with registers and instructions chosen well. What is
  // compiled has positions.
  kOptimized = 3,
  // That for all functions, so that everything has positions: for what has failed there.
  kOptimizedTraced = 4,
};
inline constexpr int kTiers = 5;

// Whether there are inlining and simplification.
constexpr bool IsSimplified(Tier tier) { return tier >= Tier::kSimplified; }
// Whether the code is good, too.
constexpr bool IsOptimized(Tier tier) { return tier >= Tier::kOptimized; }

// A code generator of one tier: a target machine and a pass manager that are made once. What comes
// out depends on the module alone. Not thread-safe; several may exist.
class CodeGenerator {
 public:
  explicit CodeGenerator(Tier tier);
  ~CodeGenerator();

  // Optimizes as the tier has it, adds fuel (compiler/lower/fuel.h), and emits. Functions of
  // available_externally linkage are there to be inlined. `small`: the names of functions that
  // would be, too, wherever they are called.
  llvm::SmallVector<char, 0> Run(llvm::Module& module, std::vector<std::string>& small);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The triple and data layout of the code.
const char* CodeTriple();

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_CODE_GENERATOR_H_
