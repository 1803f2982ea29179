#include "comptime/service/crash_guard.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "llvm/Support/ErrorHandling.h"

namespace arc::comptime {

namespace {

constexpr int kSignals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
constexpr size_t kStackBytes = size_t{64} << 10;

thread_local sigjmp_buf* active = nullptr;

void Handle(int signal) {
  if (active) siglongjmp(*active, signal);
  // Again, with what happens by default, when this returns.
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, nullptr);
  raise(signal);
}

// The handler needs a stack of its own when the thread's is full.
class AlternateStack {
 public:
  AlternateStack() {
    memory_ =
        mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory_ == MAP_FAILED) return;
    stack_t stack = {};
    stack.ss_sp = memory_;
    stack.ss_size = kStackBytes;
    sigaltstack(&stack, nullptr);
  }
  ~AlternateStack() {
    if (memory_ == MAP_FAILED) return;
    stack_t stack = {};
    stack.ss_flags = SS_DISABLE;
    sigaltstack(&stack, nullptr);
    munmap(memory_, kStackBytes);
  }
  AlternateStack(const AlternateStack&) = delete;
  AlternateStack& operator=(const AlternateStack&) = delete;

 private:
  void* memory_;
};

constexpr long kMostSecondsForHeap = 2;

// Ends the process when the heap's lock is held, as after a stack that overflowed in malloc: all
// that follows would hang. By system calls, since the C library's timers may allocate.
void CheckHeap() {
  sigevent event = {};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGALRM;
  int timer = 0;
  if (syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer) != 0) return;
  itimerspec when = {};
  when.it_value.tv_sec = kMostSecondsForHeap;
  syscall(SYS_timer_settime, timer, 0, &when, nullptr);
  // Too large for what threads keep without the lock, too small for a mapping of its own.
  constexpr size_t kBytes = 8192;
  void* volatile block = malloc(kBytes);
  free(block);
  syscall(SYS_timer_delete, timer);
}

}  // namespace

void InstallCrashGuard() {
  struct sigaction action = {};
  action.sa_handler = Handle;
  // The signal stays unblocked: the jump out of the handler does not put the mask back.
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  for (int signal : kSignals) sigaction(signal, &action, nullptr);
  auto fatal = [](void*, const char*, bool) { abort(); };
  llvm::install_fatal_error_handler(fatal);
  llvm::install_bad_alloc_error_handler(fatal);
}

bool RunGuarded(absl::FunctionRef<void()> work, std::string* what) {
  thread_local AlternateStack stack;
  sigjmp_buf here;
  sigjmp_buf* const outer = active;
  const int signal = sigsetjmp(here, /*savemask=*/0);
  if (signal == 0) {
    active = &here;
    work();
    active = outer;
    return true;
  }
  active = outer;
  CheckHeap();
  *what = strsignal(signal);
  return false;
}

}  // namespace arc::comptime
