// arc test: runs the test blocks of packages.

#include "toolchain/arc/verb.h"

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <memory>

#include "absl/strings/str_format.h"
#include "compiler/source/concat.h"
#include "re2/re2.h"
#include "toolchain/arc/build_command.h"
#include "toolchain/arc/scheduler.h"
#include "toolchain/arc/test_runner.h"

namespace arc::tool {
namespace {

enum : int { kFilterOption = kFirstOwnOption, kListOption, kTimeoutOption };

const std::vector<driver::OptionSpec>& Options() {
  static const auto& specs = *new std::vector<driver::OptionSpec>(WithCommonOptions(
      {{kFilterOption, "--filter", driver::OptionForm::kValue, "REGEX",
        "run the tests whose title has a match of the RE2 expression"},
       {kListOption, "--list", driver::OptionForm::kFlag, "", "print the titles, run nothing"},
       {kTimeoutOption, "--timeout", driver::OptionForm::kValue, "SECONDS",
        "end a test after this time (300)"}},
      /*with_code=*/true));
  return specs;
}

struct Request {
  BuildOptions build;
  std::unique_ptr<RE2> filter;
  bool list = false;
  absl::Duration timeout = absl::Minutes(5);
};

struct Totals {
  size_t passed = 0;
  size_t failed = 0;
  size_t filtered = 0;
};

absl::Status ReadOptions(const driver::ParsedArguments& arguments, Request& request) {
  request.build.goal = BuildGoal::kTest;
  if (absl::Status read = ReadCommonOptions(arguments.options, request.build); !read.ok())
    return read;
  for (const driver::ParsedOption& option : arguments.options) {
    if (option.id == kListOption) request.list = true;
    if (option.id == kFilterOption) {
      request.filter = std::make_unique<RE2>(option.value, RE2::Quiet);
      if (!request.filter->ok()) {
        return absl::InvalidArgumentError(
            Concat("`", option.value, "` is no regular expression: ", request.filter->error()));
      }
    }
    if (option.id == kTimeoutOption) {
      unsigned seconds = 0;
      const char* end = option.value.data() + option.value.size();
      auto [rest, error] = std::from_chars(option.value.data(), end, seconds);
      if (error != std::errc() || rest != end || seconds == 0) {
        return absl::InvalidArgumentError(Concat("`", option.value, "` is no number of seconds"));
      }
      request.timeout = absl::Seconds(seconds);
    }
  }
  return absl::OkStatus();
}

void PrintIndented(std::string_view output) {
  while (!output.empty()) {
    size_t end = output.find('\n');
    std::string_view line = output.substr(0, end);
    printf("    %.*s\n", static_cast<int>(line.size()), line.data());
    output = end == std::string_view::npos ? std::string_view() : output.substr(end + 1);
  }
}

// False: errors were printed.
bool TestTarget(const std::string& target, const BuildEnvironment& environment,
                const Request& request, Totals& totals) {
  absl::StatusOr<TargetBuild> build = BuildTarget(target, environment, request.build);
  if (!build.ok()) {
    Fail(build.status());
    return false;
  }
  if (!build->result.ok) return false;
  const std::vector<std::string>& titles = build->result.tests;
  TestRunOptions run;
  run.program = build->result.program;
  run.timeout = request.timeout;
  run.jobs = request.build.jobs ? request.build.jobs : ProcessorCount();
  for (size_t i = 0; i < titles.size(); ++i) {
    if (request.filter && !RE2::PartialMatch(titles[i], *request.filter)) {
      ++totals.filtered;
      continue;
    }
    run.tests.push_back(i);
    if (request.list) printf("%s\n", titles[i].c_str());
  }
  if (request.list) return true;
  RunTests(run, [&](size_t index, const TestResult& result) {
    const std::string& title = titles[run.tests[index]];
    if (result.outcome == TestResult::Outcome::kPassed) {
      ++totals.passed;
      printf("ok      %s\n", title.c_str());
    } else {
      ++totals.failed;
      printf("FAILED  %s: %s\n", title.c_str(), result.reason.c_str());
      PrintIndented(result.output);
    }
    fflush(stdout);
  });
  return true;
}

int Run(const driver::ParsedArguments& arguments) {
  Request request;
  if (absl::Status read = ReadOptions(arguments, request); !read.ok()) {
    return FailUsage(TestVerb(), std::string(read.message()));
  }
  absl::StatusOr<BuildEnvironment> environment = OpenBuildEnvironment();
  if (!environment.ok()) return Fail(environment.status());
  std::vector<std::string> targets = arguments.positional;
  if (targets.empty()) targets = {"."};
  Totals totals;
  size_t not_built = 0;
  for (const std::string& target : targets) {
    if (!TestTarget(target, *environment, request, totals)) ++not_built;
  }
  if (!request.list) {
    std::string summary = absl::StrFormat("%d passed, %d failed", totals.passed, totals.failed);
    if (totals.filtered) absl::StrAppendFormat(&summary, ", %d filtered out", totals.filtered);
    if (not_built)
      absl::StrAppendFormat(&summary, "; %d of %d targets not built", not_built, targets.size());
    printf("%s\n", summary.c_str());
  }
  return totals.failed == 0 && not_built == 0 ? 0 : kErrorExit;
}

}  // namespace

const Verb& TestVerb() {
  static const Verb verb = {
      "test",
      "run the test blocks of packages",
      "arc test [OPTION]… [FILE|FOLDER]…",
      "Each test runs in a process of its own, several at a time; its output is shown if it fails. "
      "The exit code is 1 if\n"
      "a test failed or a package did not compile.\n",
      Options,
      Run,
  };
  return verb;
}

}  // namespace arc::tool
