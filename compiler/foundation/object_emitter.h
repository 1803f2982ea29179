// Sets LLVM's machine code layer up for a target and writes the foundation as an object file.

#ifndef ARC_COMPILER_FOUNDATION_OBJECT_EMITTER_H_
#define ARC_COMPILER_FOUNDATION_OBJECT_EMITTER_H_

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace arc::foundation {

// The ELF object that holds all foundation code for `triple`; an error for a target without a
// backend here.
llvm::Expected<llvm::SmallVector<char, 0>> EmitFoundationObject(llvm::StringRef triple);

}  // namespace arc::foundation

#endif  // ARC_COMPILER_FOUNDATION_OBJECT_EMITTER_H_
