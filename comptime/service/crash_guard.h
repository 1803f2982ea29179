// Survives crashes of the compiler: TIR from outside may find bugs in it.
#ifndef ARC_COMPTIME_SERVICE_CRASH_GUARD_H_
#define ARC_COMPTIME_SERVICE_CRASH_GUARD_H_

#include <string>

#include "absl/functional/function_ref.h"

namespace arc::comptime {

// Once, before threads start: handlers for the signals of crashes, and for fatal errors of LLVM.
// Crashes outside of RunGuarded end the process as without.
void InstallCrashGuard();

// Runs `work` on this thread. False: it crashed, overflowed the stack or aborted, and *what says
// how. Its objects are then not destroyed, its locks not released: what it used must not be used or
// destroyed any more. The heap is an exception, since nobody can do without: when the crash came in
// the middle of it, the process ends (SIGALRM) instead of waiting for ever.
bool RunGuarded(absl::FunctionRef<void()> work, std::string* what);

}  // namespace arc::comptime

#endif  // ARC_COMPTIME_SERVICE_CRASH_GUARD_H_
