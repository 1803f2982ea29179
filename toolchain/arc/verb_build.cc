// arc build: a program into a file.

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "compiler/driver/output_file.h"
#include "compiler/source/concat.h"
#include "toolchain/arc/build_command.h"
#include "toolchain/arc/verb.h"

namespace arc::tool {
namespace {

enum : int { kOutputOption = kFirstOwnOption, kStripOption };

const std::vector<driver::OptionSpec>& Options() {
  static const auto& specs = *new std::vector<driver::OptionSpec>(
      WithCommonOptions({{kOutputOption, "-o", driver::OptionForm::kValue, "FILE",
                          "the program's file, or the folder to put it in"},
                         {kStripOption, "--strip", driver::OptionForm::kFlag, "",
                          "leave the symbol table out of the program"}},
                        /*with_code=*/true));
  return specs;
}

bool IsFolder(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::string HumanSize(off_t bytes) {
  constexpr off_t kKilobyte = 1024;
  constexpr off_t kMegabyte = 1024 * kKilobyte;
  if (bytes < 10 * kKilobyte) return Concat(bytes, " bytes");
  if (bytes < 10 * kMegabyte) return Concat(bytes / kKilobyte, " KB");
  return Concat(bytes / kMegabyte, " MB");
}

int Run(const driver::ParsedArguments& arguments) {
  BuildOptions options;
  if (absl::Status read = ReadCommonOptions(arguments.options, options); !read.ok()) {
    return FailUsage(BuildVerb(), std::string(read.message()));
  }
  std::string output;
  for (const driver::ParsedOption& option : arguments.options) {
    if (option.id == kOutputOption) output = option.value;
    if (option.id == kStripOption) options.strip = true;
  }
  if (arguments.positional.size() > 1) {
    return FailUsage(BuildVerb(),
                     Concat("one program at a time: what is `", arguments.positional[1], "`?"));
  }
  const std::string target = arguments.positional.empty() ? "." : arguments.positional[0];
  absl::StatusOr<BuildEnvironment> environment = OpenBuildEnvironment();
  if (!environment.ok()) return Fail(environment.status());
  absl::StatusOr<TargetBuild> build = BuildTarget(target, *environment, options);
  if (!build.ok()) return Fail(build.status());
  if (!build->result.ok) return kErrorExit;

  if (output.empty()) output = build->program_name;
  if (IsFolder(output))
    output = Concat(output, output.back() == '/' ? "" : "/", build->program_name);
  if (absl::Status check = driver::CheckIsNoSource(output, build->sources); !check.ok())
    return Fail(check);
  if (absl::Status copied = driver::CopyFile(build->result.program, output, 0777); !copied.ok())
    return Fail(copied);
  struct stat status;
  if (isatty(STDERR_FILENO) && stat(output.c_str(), &status) == 0) {
    fprintf(stderr, "built %s (%s)\n", output.c_str(), HumanSize(status.st_size).c_str());
  }
  return 0;
}

}  // namespace

const Verb& BuildVerb() {
  static const Verb verb = {
      "build",
      "compile a program into one static file",
      "arc build [OPTION]… [FILE|FOLDER]",
      "Without -o the program is named after the file or folder and put into the current folder; "
      "if a folder of that\n"
      "name is there, into that folder. The program needs no other file to run.\n",
      Options,
      Run,
  };
  return verb;
}

}  // namespace arc::tool
