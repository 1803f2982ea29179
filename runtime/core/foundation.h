// C declarations of the code that compiler/foundation generates for the target machine, and of what
// it calls in turn. Nothing in the runtime outside this header and arch/ knows the machine.

#ifndef ARC_RUNTIME_CORE_FOUNDATION_H_
#define ARC_RUNTIME_CORE_FOUNDATION_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/core/arch/unwind_registers.h"

extern "C" {

// The first instruction of the program; line table addresses count from here.
extern const char _start[];

// Raw system calls: the kernel's result, -errno for failures.
int64_t arc_rt_syscall0(int64_t number);
int64_t arc_rt_syscall1(int64_t number, uint64_t a);
int64_t arc_rt_syscall2(int64_t number, uint64_t a, uint64_t b);
int64_t arc_rt_syscall3(int64_t number, uint64_t a, uint64_t b, uint64_t c);
int64_t arc_rt_syscall4(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d);
int64_t arc_rt_syscall5(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);
int64_t arc_rt_syscall6(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
                        uint64_t f);

// clone3. The child calls function(argument) on its own stack; the function must not return.
int64_t arc_rt_clone(const void* clone_args, size_t size, void (*function)(void*), void* argument);

// Constant records for rt_sigaction.
extern const char arc_rt_fault_action[];    // arc_rt_signal, on the alternate stack
extern const char arc_rt_default_action[];  // SIG_DFL
extern const char arc_rt_ignore_action[];   // SIG_IGN

// Coroutine stacks: see compiler/foundation/foundation_backend.h.
void* arc_rt_stack_prepare(void* top, void (*entry)(void* argument, void* value), void* argument);
void* arc_rt_stack_switch(void** save, void* stack, void* value);

// Catching and unwinding: see compiler/foundation/foundation_backend.h.
int32_t arc_rt_catch_call(uintptr_t* stack, void (*function)(void*), void* argument);
[[noreturn]] void arc_rt_catch_land(uintptr_t stack);
[[noreturn]] void arc_rt_unwind_install(const arc::rt::UnwindRegisters* registers);

// Called by the generated code.
[[noreturn]] void arc_rt_unwind_resume(void* exception, arc::rt::UnwindRegisters* registers);
[[noreturn]] void arc_rt_start(uintptr_t* stack);
void arc_rt_signal(int signal, const void* info, void* context, uintptr_t pc, uintptr_t frame,
                   uintptr_t stack);

}  // extern "C"

#endif  // ARC_RUNTIME_CORE_FOUNDATION_H_
