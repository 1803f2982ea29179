// Recursive sums become loops.

#ifndef ARC_COMPILER_TRANSFORM_SUM_LOOPS_H_
#define ARC_COMPILER_TRANSFORM_SUM_LOOPS_H_

#include "compiler/transform/places.h"

namespace arc::transform {

// `1 + count(left) + count(right)`: where a function returns the sum of what it knows and of what a
// call of itself returns, the call becomes a jump back to the start, and the sum is kept in a stack
// slot. The optimizer does so for sums that wrap; a checked one must not overflow in another order
// where it did not in the written one. So none of the summands may be negative. What the function
// does besides can be told by nobody: it reads, frees and calls itself. True when it was changed.
bool LoopSums(ir::FuncOp function, OwnershipTypes& types);

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_SUM_LOOPS_H_
