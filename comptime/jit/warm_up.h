// A module for the sake of the pages and tables that the first one touches.
#ifndef ARC_COMPTIME_JIT_WARM_UP_H_
#define ARC_COMPTIME_JIT_WARM_UP_H_

#include <string>

namespace arc::comptime {

inline constexpr char kWarmUpThunk[] = "arc_comptime_warm_up";

// Bytecode of a module with this thunk and a function, which use what most code uses: arithmetic
// with checks, branches, loops, calls, structs.
std::string MakeWarmUpModule();

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_WARM_UP_H_
