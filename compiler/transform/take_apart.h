// Owned enum values whose payload lives on are taken apart.

#ifndef ARC_COMPILER_TRANSFORM_TAKE_APART_H_
#define ARC_COMPILER_TRANSFORM_TAKE_APART_H_

#include "compiler/transform/owned_parameters.h"
#include "compiler/transform/places.h"
#include "llvm/ADT/DenseSet.h"

namespace arc::transform {

// One round: each owned value of a boxed enum that is not looked at as a whole any more, while the
// payload of one of its cases is, and where some of that payload is copied or handed on for good,
// becomes places of its own (`tir.take_apart`). These have no drops yet, and those of the value
// itself are not right any more: both are added to `made`, and EndAtLastUse places their drops.
// True: something was done, and another round may find more in the new places.
bool TakeApart(ir::FuncOp function, const PlaceTable& table, const OwnedParameters& parameters,
               OwnershipTypes& types, llvm::DenseSet<mlir::Value>& made);

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_TAKE_APART_H_
