// arc check: diagnostics without code.

#include "compiler/source/concat.h"
#include "toolchain/arc/build_command.h"
#include "toolchain/arc/verb.h"

namespace arc::tool {
namespace {

const std::vector<driver::OptionSpec>& Options() {
  static const auto& specs =
      *new std::vector<driver::OptionSpec>(WithCommonOptions({}, /*with_code=*/false));
  return specs;
}

int Run(const driver::ParsedArguments& arguments) {
  BuildOptions options;
  options.goal = BuildGoal::kCheck;
  if (absl::Status read = ReadCommonOptions(arguments.options, options); !read.ok()) {
    return FailUsage(CheckVerb(), std::string(read.message()));
  }
  absl::StatusOr<BuildEnvironment> environment = OpenBuildEnvironment();
  if (!environment.ok()) return Fail(environment.status());
  std::vector<std::string> targets = arguments.positional;
  if (targets.empty()) targets = {"."};
  int exit_code = 0;
  for (const std::string& target : targets) {
    absl::StatusOr<TargetBuild> build = BuildTarget(target, *environment, options);
    if (!build.ok()) {
      exit_code = Fail(build.status());
    } else if (!build->result.ok) {
      exit_code = kErrorExit;
    }
  }
  return exit_code;
}

}  // namespace

const Verb& CheckVerb() {
  static const Verb verb = {
      "check",
      "report errors and warnings without building",
      "arc check [OPTION]… [FILE|FOLDER]…",
      "A package without `main` can be checked, too.\n",
      Options,
      Run,
  };
  return verb;
}

}  // namespace arc::tool
