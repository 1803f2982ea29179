// Emptied cells become new ones.

#ifndef ARC_COMPILER_TRANSFORM_REUSE_H_
#define ARC_COMPILER_TRANSFORM_REUSE_H_

#include "compiler/transform/places.h"

namespace arc::transform {

// Gives the cell of each `tir.take_apart` to the first allocation of a cell of the same size that
// follows on each path, and frees it on paths without one. Blocks have no critical edges.
void ReuseCells(ir::FuncOp function, layout::Layouts& layouts);

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_REUSE_H_
