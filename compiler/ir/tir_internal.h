// Shared by the files that implement the dialect.

#ifndef ARC_COMPILER_IR_TIR_INTERNAL_H_
#define ARC_COMPILER_IR_TIR_INTERNAL_H_

#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace arc::ir {

// Adds the effect of panicking when the operation can panic for its operand types.
void addPanicEffect(mlir::Operation* op,
                    llvm::SmallVectorImpl<mlir::MemoryEffects::EffectInstance>& effects);

}  // namespace arc::ir

#endif  // ARC_COMPILER_IR_TIR_INTERNAL_H_
