// What LLVM libc's functions and compiled code expect of a C library.

#include "runtime/core/io.h"
#include "runtime/core/sys.h"
#include "runtime/core/thread_block.h"

extern "C" {

// One errno for each thread, in its control block.
int* __errno_location() { return &arc::rt::CurrentThread()->error_number; }

// LLVM libc is compiled with stack protectors.
[[noreturn]] void __stack_chk_fail() {
  arc::rt::WriteErrorLine("fatal: a return address was overwritten");
  arc::rt::DieBySignal(6);
}

}  // extern "C"
