// arc run: builds a program and becomes it.

#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "compiler/driver/output_file.h"
#include "compiler/source/concat.h"
#include "toolchain/arc/build_command.h"
#include "toolchain/arc/verb.h"

namespace arc::tool {
namespace {

const std::vector<driver::OptionSpec>& Options() {
  static const auto& specs =
      *new std::vector<driver::OptionSpec>(WithCommonOptions({}, /*with_code=*/true));
  return specs;
}

int Run(const driver::ParsedArguments& arguments) {
  BuildOptions options;
  if (absl::Status read = ReadCommonOptions(arguments.options, options); !read.ok()) {
    return FailUsage(RunVerb(), std::string(read.message()));
  }
  int exit_code = 0;
  std::optional<ProgramBuild> build = BuildProgramFor(RunVerb(), arguments, options, exit_code);
  if (!build) return exit_code;

  std::string program = build->program;
  std::vector<char*> argv = {program.data()};
  std::vector<std::string> rest = arguments.after_dashes;
  for (std::string& argument : rest) argv.push_back(argument.data());
  argv.push_back(nullptr);
  fflush(stdout);
  // The cache's lock goes when the program starts, so nobody removes it before. A process that
  // another thread of the writer forked may hold the file open for writing for a moment longer: the
  // kernel says ETXTBSY until it is gone.
  int error = 0;
  for (int tries = 0; tries < 100; ++tries) {
    execv(program.c_str(), argv.data());
    error = errno;
    if (error != ETXTBSY) break;
    usleep(10000);
  }
  std::string message = Concat("cannot run `", program, "`: ", driver::SystemMessage(error));
  if (error == EACCES)
    message += "; is the cache where programs may not run? Set ARC_CACHE to another folder";
  return Fail(absl::UnavailableError(message));
}

}  // namespace

const Verb& RunVerb() {
  static const Verb verb = {
      "run",
      "build a program and run it",
      "arc run [OPTION]… [FILE|FOLDER] [-- ARGUMENT…]",
      "The program gets the arguments after `--`, and its exit code is that of `arc run`. It is "
      "built into the cache,\n"
      "so that running it again costs almost nothing.\n",
      Options,
      Run,
  };
  return verb;
}

}  // namespace arc::tool
