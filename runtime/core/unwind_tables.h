// The unwind tables of a program, as LLVM and lld write them:
//
//   .eh_frame_hdr      functions by address, for a binary search
//   .eh_frame          how to get from a function's frame to that of its caller (DWARF CFI)
//   .gcc_except_table  where a function's cleanups begin, by call (LSDA)
//
// Reads nothing but the memory that it was told of. Damaged tables end in an error, not in a fault
// or a loop.

#ifndef ARC_RUNTIME_CORE_UNWIND_TABLES_H_
#define ARC_RUNTIME_CORE_UNWIND_TABLES_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/core/arch/unwind_registers.h"
#include "runtime/core/unwind_reader.h"

namespace arc::rt {

enum class UnwindError : uint8_t {
  kNone,
  kNoTable,      // nothing describes the function
  kCorrupt,      // the table contradicts itself
  kUnsupported,  // it says something that no compiler of ours writes, such as an expression
  kBadFrame,     // the frame that it leads to is not on the stack, or not behind this one
};

// How to restore a register of the caller.
struct RegisterRule {
  enum Kind : uint8_t {
    kSame,         // the register still holds it
    kAtOffset,     // it is stored at CFA + offset
    kUndefined,    // it is lost; of the return address: there is no caller
    kUnsupported,  // it needs an expression
  };
  int32_t offset;
  Kind kind;
};

// One row of a function's table: what holds at one of its instructions. The canonical frame address
// (CFA) is the stack pointer of the caller before the call.
struct FrameRow {
  uint32_t cfa_register;
  int32_t cfa_offset;
  bool cfa_supported;
  uint64_t arguments_size;  // bytes pushed for the call, which a landing pad does not expect
  RegisterRule rules[kUnwindRegisterCount];
};

struct FrameInfo {
  uintptr_t function;     // its first instruction
  uintptr_t personality;  // 0: none
  uintptr_t cleanups;     // its LSDA; 0: none
  FrameRow row;
};

class UnwindTables {
 public:
  // `header` is the address of .eh_frame_hdr, 0 for a program without; `memory` holds all tables.
  UnwindTables(uintptr_t header, size_t header_size, MemoryRange memory)
      : header_(header), header_size_(header_size), memory_(memory) {}

  // What holds at `instruction` (for a frame with a call: any address inside of the call).
  UnwindError Find(uintptr_t instruction, FrameInfo* info) const;

  // The landing pad for a call of a function with the LSDA `cleanups`; *landing_pad is 0 when the
  // call has none.
  UnwindError FindLandingPad(const FrameInfo& info, uintptr_t instruction,
                             uintptr_t* landing_pad) const;

 private:
  struct CommonInfo;

  UnwindError FindDescription(uintptr_t instruction, uintptr_t* description) const;
  UnwindError ReadCommon(uintptr_t address, CommonInfo* common) const;

  uintptr_t header_;
  size_t header_size_;
  MemoryRange memory_;
};

// Goes from a frame to its caller's. `stack` is where frames may lie: values are read from nowhere
// else, and the new stack pointer is above the old one and at most its end. When the function has
// no caller, *ended is set and the registers stay.
UnwindError StepFrame(const FrameRow& row, const MemoryRange& stack, UnwindRegisters* registers,
                      bool* ended);

// The same for a function without a table that keeps a frame pointer. The caller's other registers
// are lost.
UnwindError StepFramePointer(const MemoryRange& stack, UnwindRegisters* registers, bool* ended);

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_UNWIND_TABLES_H_
