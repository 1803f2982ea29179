#include "compiler/driver/crash_handler.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include "llvm/Support/ErrorHandling.h"

namespace arc::driver {
namespace {

constexpr char kReport[] = "please report it";

// A frame of a page for each level; the result keeps the calls from becoming jumps.
int Recurse(int64_t depth) {
  volatile char frame[4096];
  frame[0] = 1;
  return depth == 0 ? 0 : Recurse(depth - 1) + frame[0];
}

TEST(CrashHandlerDeathTest, FatalSignals) {
  EXPECT_EXIT(
      {
        InstallCrashHandlers("arcc");
        Activity activity("compiling package `a`");
        volatile int* none = nullptr;
        *none = 1;
      },
      ::testing::ExitedWithCode(kInternalErrorExit),
      "arcc: internal error: invalid memory access \\(SIGSEGV\\)\narcc: while compiling package "
      "`a`\n.*please report");
  EXPECT_EXIT(
      {
        InstallCrashHandlers("arcc");
        abort();
      },
      ::testing::ExitedWithCode(kInternalErrorExit), "SIGABRT");
}

TEST(CrashHandlerDeathTest, StackOverflowOfALargeStack) {
  EXPECT_EXIT(
      {
        InstallCrashHandlers("arcc");
        RunOnLargeStack([] { exit(Recurse(int64_t{1} << 40)); });
      },
      ::testing::ExitedWithCode(kInternalErrorExit), kReport);
}

TEST(CrashHandlerDeathTest, NoMoreThreads) {
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  GTEST_SKIP() << "sanitizers need more address space than the bound";
#endif
  EXPECT_EXIT(
      {
        InstallCrashHandlers("arcc");
        // No room for the large stack.
        rlimit limit;
        limit.rlim_cur = limit.rlim_max = rlim_t{400} << 20;
        setrlimit(RLIMIT_AS, &limit);
        RunOnLargeStack([] {});
        exit(0);
      },
      ::testing::ExitedWithCode(kInternalErrorExit), "^arcc: cannot start a thread");
}

TEST(CrashHandlerDeathTest, ErrorsOfLibraries) {
  EXPECT_EXIT(
      {
        InstallCrashHandlers("arcc");
        llvm::report_fatal_error("no such register");
      },
      ::testing::ExitedWithCode(kInternalErrorExit), "fatal error: no such register");
  EXPECT_EXIT(
      {
        InstallCrashHandlers("arcc");
        RunOnLargeStack([] { throw std::runtime_error("thrown"); });
      },
      ::testing::ExitedWithCode(kInternalErrorExit), "unexpected termination");
  EXPECT_EXIT(
      {
        InstallCrashHandlers("arcc");
        InternalError("two and two are five");
      },
      ::testing::ExitedWithCode(kInternalErrorExit), "internal error: two and two are five");
}

TEST(CrashHandler, LargeStackIsLarge) {
  bool done = false;
  RunOnLargeStack([&done] {
    // 256 MB of frames, which no default stack holds.
    done = Recurse(65536) == 65536;
  });
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace arc::driver
