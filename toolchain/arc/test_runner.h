// Runs the tests of a test program, each in a process of its own.
//
// A test program is a package compiled with its test blocks (CheckOptions::test_mode).
// `--arc-test=N` makes it run test N alone, counted from 0 in source order; exit code 0 says that
// it passed. A process for each test costs about a tenth of a millisecond, and a test that panics,
// hangs or breaks memory harms no other.
#ifndef ARC_TOOLCHAIN_ARC_TEST_RUNNER_H_
#define ARC_TOOLCHAIN_ARC_TEST_RUNNER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"

namespace arc::tool {

struct TestResult {
  enum class Outcome {
    kPassed,
    kFailed,  // ended with another exit code or by a signal
    kTimedOut,
    kNotRun,  // could not be started
  } outcome = Outcome::kNotRun;
  std::string reason;  // "exit code 101", "killed by signal 11 (Segmentation fault)"
  std::string output;  // standard output and standard error as they came, cut after kMaxTestOutput
  absl::Duration time;
};

inline constexpr size_t kMaxTestOutput = 1 << 20;

struct TestRunOptions {
  std::string program;
  std::vector<size_t> tests;  // numbers of the tests to run
  absl::Duration timeout = absl::Minutes(5);
  unsigned jobs = 1;
};

// Calls `done(i, result)` for each i below options.tests.size() in that order, as soon as the
// result and all before it are there; calls do not overlap.
void RunTests(const TestRunOptions& options,
              absl::FunctionRef<void(size_t, const TestResult&)> done);

}  // namespace arc::tool

#endif  // ARC_TOOLCHAIN_ARC_TEST_RUNNER_H_
