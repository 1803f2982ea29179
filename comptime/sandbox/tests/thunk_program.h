// The linked thunks, put into a slab.

#ifndef ARC_COMPTIME_SANDBOX_TESTS_THUNK_PROGRAM_H_
#define ARC_COMPTIME_SANDBOX_TESTS_THUNK_PROGRAM_H_

#include <cstdint>
#include <map>
#include <string>

#include "comptime/sandbox/worker.h"

namespace arc::comptime {

// Loads the program at `path` (linked for the slab's addresses); its thunks' addresses by name.
std::map<std::string, uint64_t> LoadThunks(const std::string& path, const Slab& slab);

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SANDBOX_TESTS_THUNK_PROGRAM_H_
