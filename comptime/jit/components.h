// Strongly connected components of a graph of numbered nodes.
#ifndef ARC_COMPTIME_JIT_COMPONENTS_H_
#define ARC_COMPTIME_JIT_COMPONENTS_H_

#include <cstddef>

#include "absl/functional/function_ref.h"
#include "llvm/ADT/ArrayRef.h"

namespace arc::comptime {

// Calls `visit` with the members of each component, after all components that it leads to.
// `edges(node)` is asked several times, and gives the same each time.
void ForEachComponent(size_t nodes,
                      absl::FunctionRef<llvm::ArrayRef<unsigned>(unsigned node)> edges,
                      absl::FunctionRef<void(llvm::ArrayRef<unsigned> members)> visit);

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_COMPONENTS_H_
