// The generated C++ of the tir dialect. Heavy (MLIR headers): include it only where operations are
// made or read; the checker includes tir_builder.h instead.

#ifndef ARC_COMPILER_IR_TIR_H_
#define ARC_COMPILER_IR_TIR_H_

#include "compiler/ir/shared_bytes.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

// Generated code, in the order in which it depends on itself.
#include "compiler/ir/tir_dialect.h.inc"
#include "compiler/ir/tir_enums.h.inc"
#define GET_TYPEDEF_CLASSES
#include "compiler/ir/tir_types.h.inc"
#define GET_ATTRDEF_CLASSES
#include "compiler/ir/tir_attributes.h.inc"
#define GET_OP_CLASSES
#include "compiler/ir/tir_ops.h.inc"

namespace arc::ir {

// Whether values of the type are SSA values: integers with a sign, bool, floats, addresses.
bool isScalar(mlir::Type type);

// Whether the operation panics for some operands: all checked integer operations.
bool mayPanic(mlir::Operation* op);

}  // namespace arc::ir

#endif  // ARC_COMPILER_IR_TIR_H_
