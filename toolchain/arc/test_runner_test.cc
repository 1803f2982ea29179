#include "toolchain/arc/test_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include "absl/time/clock.h"

namespace arc::tool {
namespace {

using ::testing::HasSubstr;

class TestRunnerTest : public ::testing::Test {
 protected:
  TestRunnerTest() : program_(::testing::TempDir() + "/program.sh") {
    std::ofstream(program_) << R"(#!/bin/sh
case $1 in
  --arc-test=0) echo fine ;;
  --arc-test=1) echo bad >&2; exit 101 ;;
  --arc-test=2) kill -SEGV $$ ;;
  --arc-test=3) sleep 60 & echo $!; wait ;;
  --arc-test=4) sleep 60 & echo $! ;;
  --arc-test=5) cat; echo "input is empty" ;;
  --arc-test=6) head -c 3000000 /dev/zero ;;
esac
)";
    chmod(program_.c_str(), 0755);
  }

  std::vector<TestResult> Run(const std::vector<size_t>& tests,
                              absl::Duration timeout = absl::Seconds(30), unsigned jobs = 1) {
    std::vector<TestResult> results;
    RunTests({program_, tests, timeout, jobs}, [&](size_t index, const TestResult& result) {
      EXPECT_EQ(index, results.size());
      results.push_back(result);
    });
    EXPECT_EQ(results.size(), tests.size());
    return results;
  }

  static bool IsAlive(const std::string& pid) {
    return kill(static_cast<pid_t>(strtol(pid.c_str(), nullptr, 10)), 0) == 0;
  }

  std::string program_;
};

using Outcome = TestResult::Outcome;

TEST_F(TestRunnerTest, Outcomes) {
  std::vector<TestResult> results = Run({0, 1, 2});
  EXPECT_EQ(results[0].outcome, Outcome::kPassed);
  EXPECT_EQ(results[0].output, "fine\n");
  EXPECT_EQ(results[1].outcome, Outcome::kFailed);
  EXPECT_EQ(results[1].output, "bad\n");
  EXPECT_EQ(results[1].reason, "exit code 101");
  EXPECT_EQ(results[2].outcome, Outcome::kFailed);
  EXPECT_EQ(results[2].reason, "killed by signal 11 (Segmentation fault)");
}

TEST_F(TestRunnerTest, TimeoutEndsTheTestAndItsChildren) {
  std::vector<TestResult> results = Run({3}, absl::Milliseconds(300));
  EXPECT_EQ(results[0].outcome, Outcome::kTimedOut);
  EXPECT_THAT(results[0].reason, HasSubstr("no end after 300ms"));
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_FALSE(IsAlive(results[0].output));
}

TEST_F(TestRunnerTest, AProcessLeftBehindHoldsNobodyUp) {
  const absl::Time start = absl::Now();
  std::vector<TestResult> results = Run({4});
  EXPECT_EQ(results[0].outcome, Outcome::kPassed);
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_FALSE(IsAlive(results[0].output));
}

TEST_F(TestRunnerTest, InputIsEmptyAndMuchOutputIsCut) {
  std::vector<TestResult> results = Run({5, 6});
  EXPECT_EQ(results[0].output, "input is empty\n");
  EXPECT_EQ(results[1].outcome, Outcome::kPassed);
  EXPECT_EQ(results[1].output.size(), kMaxTestOutput);
}

TEST_F(TestRunnerTest, ManyAtOnceInOrder) {
  std::vector<size_t> tests;
  tests.reserve(60);
  for (size_t i = 0; i < 60; ++i) tests.push_back(i % 3);
  std::vector<TestResult> results = Run(tests, absl::Seconds(30), 4);
  for (size_t i = 0; i < tests.size(); ++i) {
    EXPECT_EQ(results[i].outcome, tests[i] == 0 ? Outcome::kPassed : Outcome::kFailed);
  }
}

TEST_F(TestRunnerTest, AProgramThatIsNotThere) {
  program_ += ".gone";
  std::vector<TestResult> results = Run({0});
  EXPECT_EQ(results[0].outcome, Outcome::kNotRun);
  EXPECT_THAT(results[0].reason, HasSubstr("No such file or directory"));
}

}  // namespace
}  // namespace arc::tool
