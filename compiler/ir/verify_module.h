// Checks of TIR that need the definitions of named types.

#ifndef ARC_COMPILER_IR_VERIFY_MODULE_H_
#define ARC_COMPILER_IR_VERIFY_MODULE_H_

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Support/LLVM.h"

namespace arc::ir {

// Emits diagnostics; see VerifyModule in dialects.h.
mlir::LogicalResult verifyNamedTypes(mlir::ModuleOp module);

// Registers the pass `tir-verify-module`, which does the same for tests.
void registerVerifyModulePass();

}  // namespace arc::ir

#endif  // ARC_COMPILER_IR_VERIFY_MODULE_H_
