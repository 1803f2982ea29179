//===- tir.td - Everything of the tir dialect -------------------------------------===//

#ifndef ARC_COMPILER_IR_TIR_TD_
#define ARC_COMPILER_IR_TIR_TD_

include "compiler/ir/tir_dialect.td"
include "compiler/ir/tir_types.td"
include "compiler/ir/tir_definitions.td"
include "compiler/ir/tir_functions.td"
include "compiler/ir/tir_globals.td"
include "compiler/ir/tir_memory.td"
include "compiler/ir/tir_ownership.td"
include "compiler/ir/tir_unwinding.td"
include "compiler/ir/tir_arithmetic.td"
include "compiler/ir/tir_enums.td"
include "compiler/ir/tir_closures.td"
include "compiler/ir/tir_intrinsics.td"
include "compiler/ir/tir_compute.td"

#endif  // ARC_COMPILER_IR_TIR_TD_
