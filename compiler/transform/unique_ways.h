// Values that nobody else refers to are changed on a way of their own.

#ifndef ARC_COMPILER_TRANSFORM_UNIQUE_WAYS_H_
#define ARC_COMPILER_TRANSFORM_UNIQUE_WAYS_H_

#include "compiler/transform/places.h"

namespace arc::transform {

// `Node(l, k, r) => Node(insert(l, x), k, r)`: the cell that is taken apart becomes the new one,
// and `k` and `r` are in it already, unless others refer to it. So the question whether they do
// comes first, and what follows the taking apart is there twice. Where nobody does, the cell is
// known: the optimizer sees fields that are stored where they were loaded from, and does neither.
// The other way allocates. Of functions that are done with all other transforms; those that would
// grow too large are left alone.
void SplitUniqueWays(ir::FuncOp function, layout::Layouts& layouts);

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_UNIQUE_WAYS_H_
