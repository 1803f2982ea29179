// Emptied cells are handed to functions that can use them.

#ifndef ARC_COMPILER_TRANSFORM_HANDED_CELLS_H_
#define ARC_COMPILER_TRANSFORM_HANDED_CELLS_H_

#include "compiler/transform/places.h"

namespace arc::transform {

// `Node(l, k, r) => balance(insert(l, x), k, r)`: the cell that was taken apart is of no use in the
// function itself, and `balance` allocates one. So the call goes to a variant of it that takes the
// cell as a further parameter (`balance.cell`) and gives it to the first allocation of its size on
// each path, or frees it. Not for functions that call themselves: they would pass the cell down all
// the way. Of all functions of the module, when their own cells have found their uses (reuse.h).
void HandOnCells(mlir::ModuleOp module, OwnershipTypes& types, FunctionMap& functions);

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_HANDED_CELLS_H_
