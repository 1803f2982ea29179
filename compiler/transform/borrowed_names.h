// Names that only walk through a borrowed value.

#ifndef ARC_COMPILER_TRANSFORM_BORROWED_NAMES_H_
#define ARC_COMPILER_TRANSFORM_BORROWED_NAMES_H_

#include "compiler/transform/places.h"

namespace arc::transform {

// The locals of the function that get their values from borrowed parameters alone (or from what
// these lead to, or from each other), and are read only. The values outlive the call, so the locals
// need not count them. By index of the place. Values whose copies change them are left alone: such
// a local has the bytes of what it stands for.
llvm::BitVector FindBorrowedNames(const PlaceTable& table, OwnershipTypes& types);

// Makes their copies borrows and removes their drops.
void RewriteBorrowedNames(const PlaceTable& table, const llvm::BitVector& names);

}  // namespace arc::transform

#endif  // ARC_COMPILER_TRANSFORM_BORROWED_NAMES_H_
