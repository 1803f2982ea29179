// Constants of megabytes in object files, without LLVM having to hold them.

#ifndef ARC_COMPILER_LOWER_DETACHED_IMAGES_H_
#define ARC_COMPILER_LOWER_DETACHED_IMAGES_H_

#include <string>

#include "absl/status/status.h"
#include "compiler/lower/lower.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace arc::lower {

// The section that the variable of a detached image lies in: to LLVM one without content.
std::string DetachedSectionOf(llvm::StringRef symbol);

// Gives the sections of `images` in `object`, an ELF object that LLVM has written, their content:
// they become `.rodata.<symbol>`, with a relocation for each link. What LLVM wrote stays; the
// bytes, the relocations and a new table of sections follow it. Each byte is copied once.
absl::Status AttachImages(llvm::StringRef object, llvm::ArrayRef<DetachedImage> images,
                          std::string& output);

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_DETACHED_IMAGES_H_
