// What the verbs that build have in common: their options, and the way from a target to a build.
#ifndef ARC_TOOLCHAIN_ARC_BUILD_COMMAND_H_
#define ARC_TOOLCHAIN_ARC_BUILD_COMMAND_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "compiler/driver/option_parser.h"
#include "toolchain/arc/build.h"
#include "toolchain/arc/cache.h"
#include "toolchain/arc/distribution.h"
#include "toolchain/arc/verb.h"

namespace arc::tool {

// Numbers of the common options; those of a verb alone start at kFirstOwnOption.
enum CommonOption : int {
  kOptimizeOption = 1,
  kDebugOption,
  kCheckedOption,
  kJobsOption,
  kDiagnosticsOption,
  kColorOption,
  kPreludeOption,
  kNoPreludeOption,
  kFirstOwnOption = 100,
};

// The common options in the order of the help text, then `own`. `with_code`: those that decide
// about code, too.
std::vector<driver::OptionSpec> WithCommonOptions(const std::vector<driver::OptionSpec>& own,
                                                  bool with_code);

// Reads the common options out of `options`, leaves others alone. The error names the option.
absl::Status ReadCommonOptions(const std::vector<driver::ParsedOption>& options,
                               BuildOptions& build);

// A distribution and an open cache.
struct BuildEnvironment {
  Distribution distribution;
  std::unique_ptr<Cache> cache;
};
absl::StatusOr<BuildEnvironment> OpenBuildEnvironment();

struct TargetBuild {
  BuildResult result;
  std::string program_name;
  std::vector<std::string> sources;  // paths of all files that were read
};

// Loads, builds and prints the diagnostics to standard error (JSON diagnostics to standard output).
// `result.ok` is false when errors were printed.
absl::StatusOr<TargetBuild> BuildTarget(const std::string& target,
                                        const BuildEnvironment& environment,
                                        const BuildOptions& options);

struct ProgramBuild {
  BuildEnvironment environment;  // the program is there as long as its cache is open
  std::string program;           // path
};
// For verbs that build one program and pass it arguments. Without a value all is said, and
// `exit_code` set.
std::optional<ProgramBuild> BuildProgramFor(const Verb& verb,
                                            const driver::ParsedArguments& arguments,
                                            const BuildOptions& options, int& exit_code);

}  // namespace arc::tool

#endif  // ARC_TOOLCHAIN_ARC_BUILD_COMMAND_H_
