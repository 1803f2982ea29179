// Which functions of a module are worth optimizing, once it is known that running it takes long.
#ifndef ARC_COMPTIME_JIT_HEAT_H_
#define ARC_COMPTIME_JIT_HEAT_H_

#include <cstdint>
#include <vector>

#include "comptime/jit/module_index.h"
#include "llvm/ADT/ArrayRef.h"

namespace arc::comptime {

enum class Heat : uint8_t {
  // Runs as often as it is called from outside of loops, and leads to nothing that is hot, or is
  // marked as cold: the fast code of it does.
  kCold,
  // The same, but it leads to hot functions: quickly compiled once more, so that it calls those.
  kWarm,
  // Has loops or recursion, is called in a loop, or may be called by what has its address.
  kHot,
};

struct HeatMap {
  std::vector<Heat> heat;  // by node of the index
  // What identifies the code of a node with this heat: its content, and the heat of all that it
  // refers to, since that decides what it calls. Of what is cold the content alone.
  std::vector<ContentKey> keys;
};

// What the functions `thunks` need; all else is cold. Follows from the content of the functions,
// not from where they stand or what was compiled before.
HeatMap FindHeat(const ModuleIndex& index, llvm::ArrayRef<unsigned> thunks);

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_HEAT_H_
