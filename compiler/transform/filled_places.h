// Recursive results are made where they belong.

#ifndef ARC_COMPILER_TRANSFORM_FILLED_PLACES_H_
#define ARC_COMPILER_TRANSFORM_FILLED_PLACES_H_

#include "compiler/transform/places.h"

namespace arc::transform {

// `Node(make(l), make(r))`, with the cell allocated before the calls (early_cells.h): the function
// gets a variant, `make.filling`, that is given the place in the cell and makes its result right
// there. A call that is the last thing in a variant becomes a jump, since nothing is left to do
// behind it: lists are made, mapped and merged in constant stack, and trees with half of the calls.
//
// The place holds a case without payload before, and a value at each call in the variant, so that
// whoever ends the outermost cell ends all that was made when a panic cuts it off; the variant has
// no cleanups of its own for it. A function that may panic while its result lacks a field stays as
// it is. `function`'s ownership was inferred and its cells are allocated early.
void FillPlaces(ir::FuncOp function, OwnershipTypes& types, FunctionMap& functions);

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_FILLED_PLACES_H_
