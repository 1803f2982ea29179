// The passes of optimized comptime code.
#ifndef ARC_COMPTIME_JIT_OPTIMIZER_H_
#define ARC_COMPTIME_JIT_OPTIMIZER_H_

#include <memory>
#include <string>
#include <vector>

namespace llvm {
class Module;
class TargetMachine;
}  // namespace llvm

namespace arc::comptime {

// The passes are chosen for time to the result, not for the best code: each function is simplified
// once, after the small functions that it calls came into it.
//
// A function's code depends on its content and that of what it calls, not on what else happens to
// be in the module or was compiled before, so that it takes the same fuel everywhere: functions are
// inlined by their own size alone, and nothing is inferred about callees.
class Optimizer {
 public:
  enum class Effort { kLittle, kUsual };
  Optimizer(llvm::TargetMachine& machine, Effort effort);
  ~Optimizer();

  // Functions that are `optnone` only take in what must be part of them. `small`: as in
  // CodeGenerator::Run.
  void Run(llvm::Module& module, std::vector<std::string>& small);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_OPTIMIZER_H_
