#include <string>

#include "gtest/gtest.h"
#include "runtime/core/tests/process.h"

namespace arc::rt::testing {
namespace {

RunResult RunChecked(const std::string& scenario) {
  return RunProgram("runtime/core/tests/checked_program", {scenario});
}

constexpr char kFrames[] =
    "  0: inner\n       at demo.arc:11\n"
    "  1: outer\n       at demo.arc:22\n";

TEST(CheckedHeapTest, CleanProgramsAreQuiet) {
  for (const char* scenario : {"clean", "forgotten_is_no_leak", "fresh_is_filled", "many",
                               "statistics", "out_of_memory", "held_back_is_given_up"}) {
    const RunResult result = RunChecked(scenario);
    EXPECT_EQ(result.exit_code, 0) << scenario << result.output << result.errors;
    EXPECT_EQ(result.errors, "") << scenario;
  }
}

TEST(CheckedHeapTest, LeaksAreGroupedByPlace) {
  const RunResult result = RunChecked("leak");
  EXPECT_EQ(result.exit_code, 102);
  EXPECT_EQ(result.errors.substr(0, result.errors.find('\n')),
            "leak: 4 objects (172 bytes) alive at exit");
  EXPECT_NE(result.errors.find(std::string("3 objects, 72 bytes, allocated:\n") + kFrames),
            std::string::npos)
      << result.errors;
  EXPECT_NE(result.errors.find("1 object, 100 bytes, allocated:\n"), std::string::npos);
}

// A panic has dropped all that the program held.
TEST(CheckedHeapTest, LeaksShowAfterPanicsToo) {
  const RunResult result = RunChecked("leak_then_panic");
  EXPECT_EQ(result.exit_code, 102);
  EXPECT_NE(result.errors.find("panic: unwrapped a null optional\n"), std::string::npos);
  EXPECT_NE(result.errors.find("leak: 1 object (16 bytes) alive at exit\n"), std::string::npos)
      << result.errors;
}

TEST(CheckedHeapTest, LeavingEarlyIsNoLeak) {
  const RunResult result = RunChecked("exit_early");
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_EQ(result.errors, "");
}

TEST(CheckedHeapTest, DoubleFreeShowsAllThreePlaces) {
  const RunResult result = RunChecked("double_free");
  EXPECT_EQ(result.exit_code, 102);
  EXPECT_EQ(result.errors, std::string("heap misuse: double free of a block of 32 bytes\n"
                                       "  at demo.arc:11 (in inner)\n"
                                       "stack trace:\n") +
                               kFrames + "freed before:\nallocated:\n" + kFrames);
}

// What happens when it is found out has nothing to do with it.
TEST(CheckedHeapTest, WriteAfterFreeShowsBothPlaces) {
  const RunResult result = RunChecked("traced_write_after_free");
  EXPECT_EQ(result.exit_code, 102);
  EXPECT_EQ(result.errors,
            std::string("heap misuse: write to a freed block of 64 bytes, at byte 10\n"
                        "freed before:\n") +
                kFrames + "allocated:\n" + kFrames);
}

TEST(CheckedHeapTest, OtherMisuse) {
  const std::pair<const char*, const char*> cases[] = {
      {"wrong_size", "heap misuse: free of 64 bytes of a block of 24 bytes\n"},
      {"no_block", ", which is no block\n"},
      {"old_write_after_free", "heap misuse: write to a freed block of 64 bytes, at byte 10\n"},
  };
  for (const auto& [scenario, message] : cases) {
    const RunResult result = RunChecked(scenario);
    EXPECT_EQ(result.exit_code, 102) << scenario;
    EXPECT_NE(result.errors.find(message), std::string::npos) << result.errors;
  }
}

}  // namespace
}  // namespace arc::rt::testing
