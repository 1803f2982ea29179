// What happens when a tool itself is at fault: a message that asks for a report, and exit code 70
// (EX_SOFTWARE).
#ifndef ARC_COMPILER_DRIVER_CRASH_HANDLER_H_
#define ARC_COMPILER_DRIVER_CRASH_HANDLER_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace arc::driver {

inline constexpr int kInternalErrorExit = 70;

// Handles fatal signals, std::terminate, LLVM's fatal errors and memory exhaustion for the rest of
// the process' life. `tool` ("arcc") must outlive the process. Call it once, before threads are
// started.
void InstallCrashHandlers(const char* tool);

// What the calling thread is busy with ("compiling package `std/core`"), shown when it crashes.
// Nested activities show the innermost. The texts must outlive the object.
class Activity {
 public:
  explicit Activity(std::string_view text);
  ~Activity();
  Activity(const Activity&) = delete;
  Activity& operator=(const Activity&) = delete;

 private:
  std::string_view previous_;
};

// Reports an internal error found by a check and ends the process with kInternalErrorExit.
[[noreturn]] void InternalError(std::string_view message);

// Runs `work` on a thread with a stack for the highest syntax trees, and with an alternate stack
// for the crash handlers, and waits for it. The stack is mapped lazily: what is not used costs
// nothing.
void RunOnLargeStack(const std::function<void()>& work);

}  // namespace arc::driver

#endif  // ARC_COMPILER_DRIVER_CRASH_HANDLER_H_
