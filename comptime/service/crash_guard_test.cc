#include "comptime/service/crash_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "llvm/Support/ErrorHandling.h"
#include "rpc/ttrpc/thread.h"

namespace arc::comptime {
namespace {

using ::testing::HasSubstr;

// Not a tail call, so that it needs stack.
[[gnu::noinline]] int Recurse(int depth, volatile char* above) {
  volatile char large[1000];
  large[0] = above[0];
  if (depth < 0) return 0;
  return Recurse((depth + 1) & 0xffffff, large) + large[0];
}

void Store(volatile int* address) { *address = 1; }

// Sanitizers have handlers of their own.
class CrashGuard : public ::testing::Test {
 protected:
  void SetUp() override {
    if (getenv("ARC_SANITIZER")) GTEST_SKIP();
  }
};
using CrashGuardDeathTest = CrashGuard;

TEST_F(CrashGuard, SurvivesWhatEndsProcesses) {
  std::string what;
  EXPECT_TRUE(RunGuarded([] {}, &what));
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(RunGuarded([] { Store(reinterpret_cast<int*>(8)); }, &what));
    EXPECT_THAT(what, HasSubstr("Segmentation"));
    EXPECT_FALSE(RunGuarded([] { abort(); }, &what));
    EXPECT_THAT(what, HasSubstr("Abort"));
    EXPECT_FALSE(RunGuarded([] { llvm::report_fatal_error("no registers left"); }, &what));
    EXPECT_THAT(what, HasSubstr("Abort"));
    EXPECT_FALSE(RunGuarded([] { __builtin_trap(); }, &what));
    EXPECT_THAT(what, HasSubstr("Illegal"));
    EXPECT_FALSE(RunGuarded(
        [] {
          volatile char zero = 0;
          Recurse(0, &zero);
        },
        &what))
        << "the handler has a stack of its own";
    EXPECT_THAT(what, HasSubstr("Segmentation"));
  }
}

// Threads as those that the service compiles on.
TEST_F(CrashGuard, EachThreadItsOwn) {
  std::vector<ttrpc::Thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.push_back(*ttrpc::Thread::Start([] {
      for (int j = 0; j < 50; ++j) {
        std::string what;
        int calls = 0;
        EXPECT_FALSE(RunGuarded(
            [&] {
              ++calls;
              Store(reinterpret_cast<int*>(16));
            },
            &what));
        EXPECT_EQ(calls, 1);
      }
    }));
  }
}

// Keeps what it allocates. Its frames are smaller than malloc's, so that the stack ends in there.
[[gnu::noinline]] int Allocate(int depth) {
  void* volatile block = malloc(1100);
  if (!block) return depth;
  return Allocate(depth + 1) + 1;
}

TEST_F(CrashGuardDeathTest, WithoutAHeapTheProcessEnds) {
  auto crash = [](void*) -> void* {
    std::string what;
    RunGuarded([] { Allocate(0); }, &what);
    _exit(0);
  };
  auto run = [&] {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, size_t{256} << 10);
    pthread_t thread;
    if (pthread_create(&thread, &attributes, crash, nullptr) == 0) pthread_join(thread, nullptr);
  };
  EXPECT_EXIT(run(), ::testing::KilledBySignal(SIGALRM), "");
}

TEST_F(CrashGuardDeathTest, OutsideProcessesDieAsEver) {
  EXPECT_EXIT(Store(reinterpret_cast<int*>(8)), ::testing::KilledBySignal(SIGSEGV), "");
}

}  // namespace
}  // namespace arc::comptime

int main(int argc, char** argv) {
  ::testing::InitGoogleMock(&argc, argv);
  arc::comptime::InstallCrashGuard();
  return RUN_ALL_TESTS();
}
