#include <string>

#include "gtest/gtest.h"
#include "runtime/core/tests/process.h"

namespace arc::rt::testing {
namespace {

RunResult RunThreads(const std::string& scenario) {
  return RunProgram("runtime/core/tests/threads_program", {scenario});
}

class ScenarioTest : public ::testing::TestWithParam<const char*> {};

// These check themselves and say nothing.
TEST_P(ScenarioTest, Holds) {
  const RunResult result = RunThreads(GetParam());
  EXPECT_EQ(result.exit_code, 0) << result.output << result.errors;
  EXPECT_EQ(result.output + result.errors, "");
}

INSTANTIATE_TEST_SUITE_P(Threads, ScenarioTest,
                         ::testing::Values("at_once", "in_a_row", "many", "detach", "locks", "once",
                                           "once_after_panic", "parked_leave",
                                           "calls_meet_time_outs", "priority"));
INSTANTIATE_TEST_SUITE_P(Memory, ScenarioTest,
                         ::testing::Values("memory_stress", "reallocation", "memory_returns",
                                           "statistics"));

constexpr char kTrace[] =
    "  at demo.arc:11 (in inner)\n"
    "stack trace:\n"
    "  0: inner\n       at demo.arc:11\n"
    "  1: outer\n       at demo.arc:22\n";

TEST(ThreadTest, PanicIsReportedByJoin) {
  const RunResult result = RunThreads("panic");
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(result.output, std::string("panic: thread broke\n") + kTrace);
  EXPECT_EQ(result.errors, "");
}

TEST(ThreadTest, PanicOfADetachedThreadEndsTheProcess) {
  const RunResult result = RunThreads("detached_panic");
  EXPECT_EQ(result.exit_code, 101);
  EXPECT_EQ(result.errors.substr(0, 20), "panic: nobody joins\n");
}

TEST(ThreadTest, NamePriorityAndStackSize) {
  const RunResult result = RunThreads("configuration");
  EXPECT_EQ(result.exit_code, 0) << result.output << result.errors;
  EXPECT_EQ(result.output, "worker-with-a-l\n");
}

TEST(OnceTest, InitializationThatNeedsItselfPanics) {
  const RunResult result = RunThreads("once_needs_itself");
  EXPECT_EQ(result.exit_code, 101);
  EXPECT_EQ(result.errors.substr(0, result.errors.find('\n')),
            "panic: initialization of a constant needs itself");
}

}  // namespace
}  // namespace arc::rt::testing
