// What every machine's generator of foundation code offers. The foundation is the code that no
// source language should spell: it runs without a stack frame, between two stacks, or below the
// calling convention.

#ifndef ARC_COMPILER_FOUNDATION_FOUNDATION_BACKEND_H_
#define ARC_COMPILER_FOUNDATION_FOUNDATION_BACKEND_H_

#include "llvm/MC/MCStreamer.h"

namespace arc::foundation {

// System call stubs take the call's number and up to this many arguments.
inline constexpr unsigned kMaxSyscallArguments = 6;

// Emits into the streamer that it was made with. Each method defines one global, hidden symbol
// (named beside it) with unwind information. The C declarations are in runtime/core/foundation.h.
class FoundationBackend {
 public:
  virtual ~FoundationBackend() = default;

  // _start: the first instruction of the program. Ends the frame chain, aligns the stack, calls
  // arc_rt_start(stack pointer at entry), which does not return.
  virtual void EmitProgramEntry() = 0;

  // arc_rt_syscall<arity>(number, arguments...): the kernel's result, -errno for failures.
  virtual void EmitSyscallStub(unsigned arity) = 0;

  // arc_rt_clone(clone_args, size, function, argument): the parent gets clone3's result; the child
  // calls function(argument) on its new stack, and must not return from it.
  virtual void EmitThreadEntry() = 0;

  // arc_rt_signal_entry: the handler the kernel calls. Takes the interrupted registers out of the
  // context and calls arc_rt_signal(signal, info, context, pc, frame pointer, stack pointer).
  virtual void EmitSignalEntry() = 0;

  // arc_rt_signal_restorer: where a handler returns to; debuggers and unwinders read through it to
  // the interrupted code.
  virtual void EmitSignalRestorer() = 0;

  // arc_rt_stack_prepare(top, entry, argument): a stack pointer to switch to for the first time;
  // arc_rt_stack_switch(save, stack pointer, value): saves this stack's pointer to *save, continues
  // on the other one, where the pending switch returns `value` (or entry(argument, value) starts).
  // Floating-point control words are not switched: they belong to the worker.
  virtual void EmitStackSwitch() = 0;

  // arc_rt_catch_call(stack, function, argument): writes its stack pointer to *stack, calls
  // function(argument), returns 0. arc_rt_catch_land(*stack), from anywhere inside of that call,
  // lets it return 1 instead: what lies on the stack below is gone.
  virtual void EmitCatch() = 0;

  // _Unwind_Resume(exception), which LLVM's cleanups end in: calls arc_rt_unwind_resume(exception,
  // registers), which does not return. The registers are those of the calling frame at the return
  // from this call, preserved ones only: words in the order of the machine's DWARF numbers, the
  // program counter behind the general ones (runtime/core/arch/unwind_registers.h).
  virtual void EmitUnwindResume() = 0;

  // arc_rt_unwind_install(registers): goes on with them, with the two that a landing pad takes as
  // well.
  virtual void EmitUnwindInstall() = 0;

  // arc_rt_fault_action, arc_rt_default_action, arc_rt_ignore_action: the constant records that
  // rt_sigaction takes, as bytes in read-only data.
  virtual void EmitSignalActions() = 0;

  // The program entry and _Unwind_Resume, which hosted programs have of their own.
  void EmitEntry();
  // Everything else: hosted programs (tests) can link it.
  void EmitSupport();
};

}  // namespace arc::foundation

#endif  // ARC_COMPILER_FOUNDATION_FOUNDATION_BACKEND_H_
