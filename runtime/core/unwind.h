// Panics that unwind: catch frames, and the walk that runs cleanups on the way to one.
//
//   boundary ── CatchFrame ◀──┐            stack grows downwards
//     arc_rt_catch_call       │ target
//       f  (cleanups) ◀─ 2    │
//         g  (none)           │
//           h  (cleanups) ◀─ 1│
//             arc_rt_panic ───┘
//
// One phase: nobody has to be asked whether the panic is wanted, since a boundary takes every one.
// The walk goes from frame to frame until one has a landing pad for its call, and jumps there; the
// stack below is gone by then. The cleanup ends in _Unwind_Resume, which walks on from its frame,
// as it does at the beginning from that of the panic. What LLVM takes for an exception is the
// target. What has to outlive the walk lies in the catch frame. Nothing allocates but one mapping
// for the report, and even that may fail.

#ifndef ARC_RUNTIME_CORE_UNWIND_H_
#define ARC_RUNTIME_CORE_UNWIND_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/core/contract.h"

namespace arc::rt {

// A boundary that is being run, on its stack. `stack` is first: generated code writes it.
struct CatchFrame {
  // The stack pointer of the call that is guarded: every frame inside ends at or below it.
  uintptr_t stack;
  CatchFrame* outer;
  ArcPanicInfo* info;  // where the report goes
  bool reports;        // panics are written to standard error when they begin
  bool unwinding;      // a panic is on its way here
};

// Calls function(argument). Whether it panicked; then *info holds the report, to be given back by
// arc_rt_panic_info_release. With `reports` standard error got it already.
bool Catch(void (*function)(void*), void* argument, ArcPanicInfo* info, bool reports);

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_UNWIND_H_
