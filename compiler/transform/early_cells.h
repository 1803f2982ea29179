// Cells are there before what fills them.

#ifndef ARC_COMPILER_TRANSFORM_EARLY_CELLS_H_
#define ARC_COMPILER_TRANSFORM_EARLY_CELLS_H_

#include "compiler/transform/places.h"

namespace arc::transform {

// `Node(make(l), make(r))`: the cell is allocated before the calls, and these write their results
// into it. Nothing but the cell's address is kept across the calls, and trees get their cells in
// the order in which they are walked. At each call the value can be dropped: fields that have no
// value yet hold a case without payload. Values with a field that has none of these stay as they
// are. For functions whose ownership was inferred.
void AllocateEarly(ir::FuncOp function, OwnershipTypes& types, const FunctionMap& functions);

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_EARLY_CELLS_H_
