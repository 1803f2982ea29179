// Feeds arbitrary bytes to the readers of unwind tables: the input is the memory in which all
// tables lie, .eh_frame_hdr first. Whatever it holds, nothing is read outside of it and every walk
// ends.

#include <cstdlib>
#include <cstring>
#include <vector>

#include "runtime/core/unwind_tables.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace arc::rt;
  if (size < 32 || size > 4096) return 0;
  // A copy of its exact size: sanitizers see a step over its end.
  const std::vector<uint8_t> copy(data, data + size);
  const auto low = reinterpret_cast<uintptr_t>(copy.data());
  const UnwindTables tables(low, size, {low, low + size});

  uintptr_t words[32] = {};
  std::memcpy(words, data, size < sizeof(words) ? size : sizeof(words));
  const auto stack_low = reinterpret_cast<uintptr_t>(words);
  const MemoryRange stack = {stack_low, stack_low + sizeof(words)};
  for (uintptr_t i = 0; i < 64; ++i) {
    const uintptr_t instruction = low + i * size / 16;
    FrameInfo info = {};
    if (tables.Find(instruction, &info) == UnwindError::kNone) {
      uintptr_t pad;
      tables.FindLandingPad(info, instruction, &pad);
    } else {
      info.row = {};
    }
    UnwindRegisters registers = {};
    for (uintptr_t& value : registers.value) value = stack_low + 8 * (i % 8);
    bool ended = false;
    int steps = 0;
    while (!ended &&
           (i % 2 == 0 ? StepFrame(info.row, stack, &registers, &ended)
                       : StepFramePointer(stack, &registers, &ended)) == UnwindError::kNone) {
      // Each goes up by a word at least.
      if (++steps > 32) std::abort();
    }
  }
  // The input as landing pads of its first half.
  FrameInfo info = {};
  info.cleanups = low;
  uintptr_t pad;
  tables.FindLandingPad(info, size / 2, &pad);
  return 0;
}
