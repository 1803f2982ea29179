// Fuel: code for the evaluator counts what it does, so that a build ends whatever the code does.

#ifndef ARC_COMPILER_LOWER_FUEL_H_
#define ARC_COMPILER_LOWER_FUEL_H_

#include "llvm/IR/PassManager.h"

namespace llvm {
class Function;
class Module;
}  // namespace llvm

namespace arc::lower {

// Each way around a loop and each entry of a function that calls others takes one from the counter
// at ARC_COMPTIME_CONTROL_ADDRESS; below zero the code calls arc_comptime_out_of_fuel, which does
// not return. Meant for optimized code: what inlining and unrolling took away costs nothing, and
// what is left is the same number in each build, since the same compiler makes the same code.
//
// Loops that call nothing count in a register (`promote`: needs loop analysis) and write the
// counter back where they are left. Functions must be without invokes.
void AddFuel(llvm::Module& module, bool promote);

struct FuelPass : llvm::PassInfoMixin<FuelPass> {
  llvm::PreservedAnalyses run(llvm::Module& module, llvm::ModuleAnalysisManager&);
  static bool isRequired() { return true; }
};

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_FUEL_H_
