// The registers that unwinding knows, by the numbers of the machine's DWARF tables.

#ifndef ARC_RUNTIME_CORE_ARCH_UNWIND_REGISTERS_H_
#define ARC_RUNTIME_CORE_ARCH_UNWIND_REGISTERS_H_

#include <stdint.h>

namespace arc::rt {

#if defined(__x86_64__)
inline constexpr uint32_t kUnwindRegisterCount = 17;
inline constexpr uint32_t kFramePointerColumn = 6;
inline constexpr uint32_t kStackPointerColumn = 7;
inline constexpr uint32_t kReturnColumn = 16;
// Where a landing pad expects the exception and the selector.
inline constexpr uint32_t kExceptionColumn = 0;
inline constexpr uint32_t kSelectorColumn = 1;
#else
#error "no unwinding for this machine"
#endif

// A frame: the registers that its function saw when it made the call that is going on, the address
// behind that call in kReturnColumn. Only preserved registers have a meaning. The generated
// arc_rt_unwind_here and arc_rt_unwind_install read and write this layout.
struct UnwindRegisters {
  uintptr_t value[kUnwindRegisterCount];

  uintptr_t stack() const { return value[kStackPointerColumn]; }
  uintptr_t pc() const { return value[kReturnColumn]; }
};

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_ARCH_UNWIND_REGISTERS_H_
