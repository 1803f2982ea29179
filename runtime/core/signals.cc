// Faults: a report on the alternate signal stack, then the process dies of the signal, so that its
// parent sees what happened.
//
//   fatal: SIGSEGV (address 0x0): null dereference
//     at FILE:LINE (in FUNC)
//   stack trace:
//     ...

#include "runtime/core/signals.h"

#include <linux/signal.h>

#include "runtime/core/compute.h"
#include "runtime/core/foundation.h"
#include "runtime/core/io.h"
#include "runtime/core/sys.h"
#include "runtime/core/text.h"
#include "runtime/core/thread_block.h"
#include "runtime/core/trace.h"

namespace arc::rt {
namespace {

constexpr int kFaults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
constexpr size_t kMaxFrames = 256;

// Addresses below this are dereferenced nulls, with a field's offset.
constexpr uintptr_t kNullPageSize = size_t{64} * 1024;
// How far from the stack pointer a function with a large frame may touch first.
constexpr uintptr_t kOverflowReach = 1 << 20;

const char* NameOf(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "SIGSEGV";
    case SIGBUS:
      return "SIGBUS";
    case SIGFPE:
      return "SIGFPE";
    case SIGILL:
      return "SIGILL";
  }
  return "signal";
}

// A fault beside the stack pointer means that the stack has ended there: everything of the stack
// above the pointer is mapped. A thread's stack must also end right there.
bool IsStackOverflow(const ArcThread* thread, uintptr_t address, uintptr_t stack) {
  if (stack >= thread->stack_high) return false;
  if (address + kOverflowReach < stack || address >= stack + kOverflowReach) return false;
  return thread->is_main != 0 || address < thread->stack_low;
}

const char* ReasonOf(int signal, int code, const ArcThread* thread, uintptr_t address,
                     uintptr_t stack) {
  switch (signal) {
    case SIGSEGV:
    case SIGBUS:
      // code <= 0: sent by somebody (kill, raise), there is no address.
      if (code <= 0) return "sent by a process";
      if (IsStackOverflow(thread, address, stack)) return "stack overflow";
      if (address < kNullPageSize && code != SI_KERNEL) return "null dereference";
      return signal == SIGBUS ? "bus error" : "invalid memory access";
    case SIGFPE:
      return code == FPE_INTDIV ? "integer division fault" : "arithmetic fault";
    case SIGILL:
      return "illegal instruction";
  }
  return "fault";
}

}  // namespace

void InstallFaultHandlers() {
  for (const int signal : kFaults) {
    arc_rt_syscall4(__NR_rt_sigaction, Word(int64_t{signal}), Word(arc_rt_fault_action), 0,
                    sizeof(sigset_t));
  }
}

void IgnoreBrokenPipe() {
  arc_rt_syscall4(__NR_rt_sigaction, SIGPIPE, Word(arc_rt_ignore_action), 0, sizeof(sigset_t));
}

void UseSignalStack(ArcThread* thread) {
  stack_t stack = {};
  stack.ss_sp = thread->signal_stack;
  stack.ss_size = kSignalStackSize;
  arc_rt_syscall2(__NR_sigaltstack, Word(&stack), 0);
}

}  // namespace arc::rt

extern "C" void arc_rt_signal(int signal, const void* info_record, void* /*context*/, uintptr_t pc,
                              uintptr_t frame, uintptr_t stack) {
  using namespace arc::rt;
  const auto* info = static_cast<const siginfo_t*>(info_record);
  const ArcThread* thread = CurrentThread();
  const auto address = reinterpret_cast<uintptr_t>(info->_sifields._sigfault._addr);

  FlushOutputIfFree();
  TextBuffer<128> headline;
  headline.Put(NameOf(signal));
  if (info->si_code > 0) headline.Put(" (address ").PutHex(address).Put(")");
  headline.Put(": ").Put(ReasonOf(signal, info->si_code, thread, address, stack));

  uintptr_t frames[kMaxFrames];
  const size_t count = WalkFrames(TraceStart{pc, frame, stack}, frames, kMaxFrames);
  {
    uint8_t buffer[4096];
    TextWriter out(buffer, sizeof(buffer), WriteError);
    out.Put("fatal: ").Put(headline.data(), headline.size()).Put("\n");
    PutPosition(out, frames, count);
    PutTrace(out, frames, count);
    out.Drain();
  }
  if (arc_rt_is_compute_child() != 0) {
    uint8_t buffer[4096];
    TextWriter trace(buffer, sizeof(buffer));
    PutTrace(trace, frames, count);
    SendPanic(static_cast<uint32_t>(128 + signal), headline.data(), headline.size(), trace.data(),
              trace.size());
  }
  DieBySignal(signal);
}
