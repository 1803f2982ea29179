// Values end at their last use where that saves something.

#ifndef ARC_COMPILER_TRANSFORM_LAST_USE_H_
#define ARC_COMPILER_TRANSFORM_LAST_USE_H_

#include "compiler/transform/owned_parameters.h"
#include "compiler/transform/places.h"
#include "llvm/ADT/DenseSet.h"

namespace arc::transform {

// Where the last look at a value is a copy, the copy becomes a move; where it is an argument that
// the callee would rather own, the call goes to the variant of the callee that owns it. The drops
// of such values move to their last uses on all other paths. `made`: places whose drops are
// missing or wrong, which get theirs whatever can be saved. Blocks have no critical edges.
void EndAtLastUse(ir::FuncOp function, const PlaceTable& table, OwnedParameters& parameters,
                  OwnershipTypes& types, const FunctionMap& functions,
                  const llvm::DenseSet<mlir::Value>& made);

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_LAST_USE_H_
