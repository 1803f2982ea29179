// Evaluates initializers of globals that only store constants.

#ifndef ARC_COMPILER_LOWER_CONSTANT_FOLDING_H_
#define ARC_COMPILER_LOWER_CONSTANT_FOLDING_H_

#include <cstdint>

#include "compiler/ir/tir.h"
#include "llvm/IR/Constant.h"

namespace arc::lower {

class ModuleLowering;

// What the state word of a global holds when the global is initialized.
inline constexpr uint32_t kGlobalDone = 2;

// The value of the global as LLVM data, or null when its initializer must run.
llvm::Constant* FoldInitializer(ModuleLowering& module, ir::GlobalOp global);

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_CONSTANT_FOLDING_H_
