// Runs jobs that depend on each other, on several threads.
#ifndef ARC_TOOLCHAIN_ARC_SCHEDULER_H_
#define ARC_TOOLCHAIN_ARC_SCHEDULER_H_

#include <cstddef>
#include <vector>

#include "absl/functional/function_ref.h"

namespace arc::tool {

// Calls `run(i)` for each i below `dependencies.size()`, after it was called and has returned for
// all of dependencies[i], which must be smaller than i. At most `threads` calls at a time, each on
// a thread with a stack for high syntax trees (see driver::RunOnLargeStack).
void RunInOrder(const std::vector<std::vector<size_t>>& dependencies, unsigned threads,
                absl::FunctionRef<void(size_t)> run);

// Processors that this process may use.
unsigned ProcessorCount();

// Runs `work` on this thread and on up to `threads` - 1 others at the same time; fewer where the
// system has no more. Comes back when all have ended.
void RunOnThreads(size_t threads, absl::FunctionRef<void()> work);

}  // namespace arc::tool

#endif  // ARC_TOOLCHAIN_ARC_SCHEDULER_H_
