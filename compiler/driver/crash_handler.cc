#include "compiler/driver/crash_handler.h"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <optional>

#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/thread.h"

namespace arc::driver {
namespace {

constexpr size_t kLargeStack = size_t{512} << 20;
constexpr size_t kAlternateStack = size_t{64} << 10;

const char* tool_name = "arc";
std::atomic<bool> reporting = false;
thread_local std::string_view activity;

// Only what is safe in a signal handler: no allocation, no locks.
class SignalSafeText {
 public:
  SignalSafeText& Add(std::string_view text) {
    const size_t count =
        text.size() < sizeof buffer_ - size_ ? text.size() : sizeof buffer_ - size_;
    memcpy(buffer_ + size_, text.data(), count);
    size_ += count;
    return *this;
  }
  void Print() {
    size_t done = 0;
    while (done < size_) {
      ssize_t written = write(STDERR_FILENO, buffer_ + done, size_ - done);
      if (written <= 0) break;
      done += static_cast<size_t>(written);
    }
  }

 private:
  char buffer_[2048];
  size_t size_ = 0;
};

[[noreturn]] void ReportAndExit(std::string_view what, std::string_view detail) {
  // The first crash speaks; another one (another thread, or the report itself) must not garble it.
  if (reporting.exchange(true)) _exit(kInternalErrorExit);
  SignalSafeText text;
  text.Add(tool_name).Add(": internal error: ").Add(what);
  if (!detail.empty()) text.Add(": ").Add(detail);
  if (!activity.empty()) text.Add("\n").Add(tool_name).Add(": while ").Add(activity);
  text.Add("\n").Add(tool_name);
  text.Add(
      ": this is a bug in Arc, not in your program; please report it with the files that show "
      "it\n");
  text.Print();
  if (getenv("ARC_CRASH_TRACE") != nullptr) {
    // Not safe in a handler, which is why it must be asked for.
    llvm::sys::PrintStackTrace(llvm::errs());
  }
  _exit(kInternalErrorExit);
}

std::string_view SignalText(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "invalid memory access (SIGSEGV)";
    case SIGBUS:
      return "bus error (SIGBUS)";
    case SIGFPE:
      return "arithmetic fault (SIGFPE)";
    case SIGILL:
      return "illegal instruction (SIGILL)";
    case SIGABRT:
      return "aborted (SIGABRT)";
    case SIGTRAP:
      return "trap (SIGTRAP)";
    default:
      return "fatal signal";
  }
}

void HandleSignal(int signal, siginfo_t* info, void* context) {
  (void)context;
  (void)info;
  ReportAndExit(SignalText(signal), "");
}

// What the machine does not give is no bug.
[[noreturn]] void ReportExhausted(std::string_view what) {
  if (!reporting.exchange(true)) {
    SignalSafeText text;
    text.Add(tool_name).Add(": ").Add(what);
    if (!activity.empty()) text.Add(" while ").Add(activity);
    text.Add("\n").Print();
  }
  _exit(kInternalErrorExit);
}

[[noreturn]] void ReportNoMemory() { ReportExhausted("out of memory"); }

void HandleTerminate() { ReportAndExit("unexpected termination", ""); }

void HandleFatalError(void* user_data, const char* reason, bool generate_crash_diagnostics) {
  (void)user_data;
  (void)generate_crash_diagnostics;
  // llvm::thread's; the rest of the text is the system's.
  if (std::string_view(reason).starts_with("pthread_create failed")) {
    ReportExhausted("cannot start a thread: the system has no more");
  }
  ReportAndExit("fatal error", reason);
}

void HandleBadAlloc(void* user_data, const char* reason, bool generate_crash_diagnostics) {
  (void)user_data;
  (void)reason;
  (void)generate_crash_diagnostics;
  ReportNoMemory();
}

void InstallAlternateStack(void* memory) {
  stack_t stack = {};
  stack.ss_sp = memory;
  stack.ss_size = kAlternateStack;
  sigaltstack(&stack, nullptr);
}

}  // namespace

void InstallCrashHandlers(const char* tool) {
  tool_name = tool;
  alignas(16) static char main_alternate_stack[kAlternateStack];
  InstallAlternateStack(main_alternate_stack);
  struct sigaction action = {};
  action.sa_sigaction = HandleSignal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND | SA_NODEFER;
  sigemptyset(&action.sa_mask);
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) {
    sigaction(signal, &action, nullptr);
  }
  std::set_terminate(HandleTerminate);
  std::set_new_handler(ReportNoMemory);
  llvm::install_fatal_error_handler(HandleFatalError);
  llvm::install_bad_alloc_error_handler(HandleBadAlloc);
}

Activity::Activity(std::string_view text) : previous_(activity) { activity = text; }
Activity::~Activity() { activity = previous_; }

void InternalError(std::string_view message) { ReportAndExit(message, ""); }

void RunOnLargeStack(const std::function<void()>& work) {
  llvm::thread thread(std::optional<unsigned>(kLargeStack), [&work] {
    void* alternate =
        mmap(nullptr, kAlternateStack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (alternate != MAP_FAILED) InstallAlternateStack(alternate);
    work();
    if (alternate != MAP_FAILED) {
      stack_t off = {};
      off.ss_flags = SS_DISABLE;
      sigaltstack(&off, nullptr);
      munmap(alternate, kAlternateStack);
    }
  });
  thread.join();
}

}  // namespace arc::driver
