// Calls of a function in itself that its first test would end at once are not made.

#ifndef ARC_COMPILER_LOWER_RECURSION_GUARDS_H_
#define ARC_COMPILER_LOWER_RECURSION_GUARDS_H_

#include "llvm/IR/PassManager.h"

namespace arc::lower {

// Where a function begins with a test that ends it (`if n < 2 { return n }`, the leaf of a tree),
// each call of it in itself tests first: half of the calls of a walk over a tree are for leaves.
// Only tests of a few instructions on what is passed, and functions that return a value then.
struct RecursionGuardsPass : llvm::PassInfoMixin<RecursionGuardsPass> {
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
};

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_RECURSION_GUARDS_H_
