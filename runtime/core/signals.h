// Fault handlers.

#ifndef ARC_RUNTIME_CORE_SIGNALS_H_
#define ARC_RUNTIME_CORE_SIGNALS_H_

namespace arc::rt {

// SIGSEGV, SIGBUS, SIGFPE and SIGILL end the process with a report.
void InstallFaultHandlers();

// Writes to closed pipes fail with EPIPE from now on. Children get the default action back.
void IgnoreBrokenPipe();

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_SIGNALS_H_
