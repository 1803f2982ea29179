// The names of types, as the checker makes them unique and as debuggers show them.
//
//   name     := `func(A,…,)` name | `async func(A,…,)` name | prefixed (`?` | `!`)*
//   prefixed := `*` prefixed | `[N]` prefixed | `(name)` | `(A,…,)` (a tuple) | path (`<A,…>`)*

#ifndef ARC_COMPILER_LOWER_DEBUG_NAMES_H_
#define ARC_COMPILER_LOWER_DEBUG_NAMES_H_

#include <string>

#include "llvm/ADT/StringRef.h"

namespace arc::lower {

// The name as a user of the language writes it: `std/core.vector<std/core._slice<int64>>` is
// `vector<[]int64>`. What is not such a name comes back with as much of it changed as was.
std::string NameForUsers(llvm::StringRef name);

// What `name` is an array of, and its length. Empty if it is none.
llvm::StringRef ArrayElement(llvm::StringRef name, uint64_t& count);

// What `name` is a pointer to. Empty if it is none.
llvm::StringRef Pointee(llvm::StringRef name);

bool IsFunctionName(llvm::StringRef name);

}  // namespace arc::lower

#endif  // ARC_COMPILER_LOWER_DEBUG_NAMES_H_
