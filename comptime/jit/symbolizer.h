// From addresses of loaded code to functions and positions.
#ifndef ARC_COMPTIME_JIT_SYMBOLIZER_H_
#define ARC_COMPTIME_JIT_SYMBOLIZER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "comptime/jit/loader.h"

namespace arc::comptime {

// A frame of a trace, in code of a module.
struct CodeFrame {
  std::string function;  // as users know it
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;
};

// Reads the debug information of one object; slow to make. The object outlives it.
class Symbolizer {
 public:
  explicit Symbolizer(const LoadedObject& object);
  ~Symbolizer();

  // The frames at an address in `section` of the object, inlined ones first. Without functions that
  // no source shows.
  std::vector<CodeFrame> Describe(uint64_t address, const LoadedObject::Section& section) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_JIT_SYMBOLIZER_H_
