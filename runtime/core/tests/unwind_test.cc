#include <string>

#include "gtest/gtest.h"
#include "runtime/core/tests/process.h"

namespace arc::rt::testing {
namespace {

RunResult RunUnwind(const std::string& scenario) {
  return RunProgram("runtime/core/tests/unwind_program", {scenario});
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

// The scenario ends well and prints this, and nothing on standard error.
void ExpectPrints(const std::string& scenario, const std::string& output) {
  const RunResult result = RunUnwind(scenario);
  EXPECT_EQ(result.exit_code, 0) << scenario << "\n" << result.errors;
  EXPECT_EQ(result.output, output) << scenario;
  EXPECT_EQ(result.errors, "") << scenario;
}

constexpr char kOuterCleanups[] = "cleanup inner second\ncleanup inner first\ncleanup outer\n";

TEST(UnwindTest, CleanupsRunFromTheInnermostOutAndTheProcessEndsAsAlways) {
  const RunResult result = RunUnwind("order");
  EXPECT_EQ(result.exit_code, 101);
  EXPECT_EQ(result.output, std::string("before\n") + kOuterCleanups);
  EXPECT_EQ(FirstLine(result.errors), "panic: it broke");
  EXPECT_NE(result.errors.find("stack trace:\n"), std::string::npos);
}

TEST(UnwindTest, PreservedRegistersHoldInLandingPads) {
  ExpectPrints("registers", "kept 5\nkept 4\nkept 3\nkept 2\nkept 1\nkept 0\ncaught spoiled\n");
}

TEST(UnwindTest, FramesOfVariableSizeAndAlignedOnes) {
  ExpectPrints("odd_frames",
               "cleanup odd\ncleanup odd\ncleanup odd\ncleanup odd\ncleanup odd\ncleanup odd\n"
               "caught odd\n");
}

TEST(UnwindTest, HundredThousandFrames) { ExpectPrints("deep", ""); }

TEST(CatchTest, Nested) {
  ExpectPrints("nested_catches", "caught inner\nno panic\ncleanup between\ncaught outer\n");
}

TEST(CatchTest, InACleanupOfAPanic) {
  ExpectPrints("catch_in_cleanup",
               "cleanup inner\ncaught inside of a cleanup\ncleanup outer\ncaught first\n");
}

TEST(CatchTest, PanicOutOfACleanupEndsTheProcess) {
  RunResult result = RunUnwind("double_panic");
  EXPECT_EQ(result.exit_code, 101);
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(FirstLine(result.errors), "panic: first");
  EXPECT_NE(result.errors.find("fatal: panic while a panic unwinds: first\npanic: second\n"),
            std::string::npos)
      << result.errors;
  EXPECT_EQ(result.errors.find("panic: first"), result.errors.rfind("panic: first"));

  // The report that a boundary would have got is not lost.
  result = RunUnwind("double_panic_caught");
  EXPECT_EQ(result.exit_code, 101);
  EXPECT_EQ(FirstLine(result.errors), "panic: first");
  EXPECT_NE(result.errors.find("fatal: panic while a panic unwinds: first\npanic: second\n"),
            std::string::npos)
      << result.errors;
}

TEST(CatchTest, ExitInACleanup) {
  const RunResult result = RunUnwind("exit_in_cleanup");
  EXPECT_EQ(result.exit_code, 7);
  EXPECT_EQ(FirstLine(result.errors), "panic: the end");
}

TEST(CatchTest, OneTimeRunsAreFreeForCleanupsFurtherOut) {
  ExpectPrints("once", "cleanup initializer\ncaught first try\n");
}

TEST(CatchTest, ActiveDropsOfFramesThatAreGoneAreForgotten) {
  ExpectPrints("drop_frames", "own frame\ncaught in a drop\n");
}

TEST(CatchTest, Threads) {
  ExpectPrints("threads", "");
  ExpectPrints("many_threads", "");
}

TEST(CatchTest, WithoutMemory) {
  ExpectPrints("out_of_memory",
               "cleanup out of memory\ncaught out of memory: 4611686018427387904 bytes\n");
  ExpectPrints("no_memory_for_the_report", "cleanup without memory\n");
}

// -------------------------------------------------------------------------------------------------
// What the walk cannot go through.

TEST(StuckTest, FramesWithoutATableArePassed) {
  ExpectPrints("untabled", std::string(kOuterCleanups) + "caught it broke\n");
}

void ExpectStuck(const std::string& scenario, const std::string& output, const std::string& panic,
                 const std::string& reason) {
  const RunResult result = RunUnwind(scenario);
  EXPECT_EQ(result.exit_code, 101) << scenario;
  EXPECT_EQ(result.output, output) << scenario;
  EXPECT_EQ(FirstLine(result.errors), "panic: " + panic) << scenario;
  const size_t fatal =
      result.errors.find("fatal: the panic cannot unwind past the call that returns to 0x");
  ASSERT_NE(fatal, std::string::npos) << result.errors;
  EXPECT_EQ(result.errors.substr(result.errors.size() - reason.size() - 3), ": " + reason + "\n");
}

TEST(StuckTest, EndsTheProcessWithBothReports) {
  ExpectStuck("cleanup_beyond_untabled", "", "behind code without tables",
              "it has a cleanup, and a function between has no unwind table");
  ExpectStuck("broken_chain", kOuterCleanups, "it broke", "its function has no unwind table");
  ExpectStuck("foreign", kOuterCleanups, "it broke",
              "its function belongs to a language with exceptions of its own");
}

TEST(StuckTest, ResumeNeedsAPanic) {
  const RunResult result = RunUnwind("resume_without_panic");
  EXPECT_EQ(result.exit_code, 101);
  EXPECT_EQ(FirstLine(result.errors), "panic: a cleanup of a panic ended without one");
}

}  // namespace
}  // namespace arc::rt::testing
