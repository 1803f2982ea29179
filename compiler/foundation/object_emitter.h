// Sets LLVM's machine code layer up for a target and writes the foundation as an object file.

#ifndef ARC_COMPILER_FOUNDATION_OBJECT_EMITTER_H_
#define ARC_COMPILER_FOUNDATION_OBJECT_EMITTER_H_

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace arc::foundation {

enum class Part {
  kEntry,    // _start and _Unwind_Resume
  kSupport,  // everything else
};

// The ELF object that holds a part of the foundation for `triple`; an error for a target without a
// backend here.
llvm::Expected<llvm::SmallVector<char, 0>> EmitFoundationObject(llvm::StringRef triple, Part part);

}  // namespace arc::foundation

#endif  // ARC_COMPILER_FOUNDATION_OBJECT_EMITTER_H_
