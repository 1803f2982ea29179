// arc debug: builds a program with all debug information and becomes a debugger that runs it.

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "compiler/driver/output_file.h"
#include "compiler/source/concat.h"
#include "toolchain/arc/build_command.h"
#include "toolchain/arc/verb.h"

namespace arc::tool {
namespace {

enum DebugOption : int { kDebuggerOption = kFirstOwnOption };

const std::vector<driver::OptionSpec>& Options() {
  static const auto& specs = *new std::vector<driver::OptionSpec>(
      WithCommonOptions({{kDebuggerOption, "--debugger", driver::OptionForm::kValue, "PROGRAM",
                          "the debugger to start: gdb, lldb, or a path to one of them"}},
                        /*with_code=*/true));
  return specs;
}

bool IsLldb(std::string_view debugger) {
  return debugger.substr(debugger.rfind('/') + 1).starts_with("lldb");
}

// The debugger's arguments: it knows how values of the language look, and has the program and its
// arguments, but does not run it yet.
std::vector<std::string> ArgumentsFor(const std::string& debugger, const std::string& program,
                                      const Distribution& distribution) {
  if (IsLldb(debugger)) {
    return {debugger, "-O", Concat("command script import \"", distribution.lldb_script, "\""),
            "--", program};
  }
  // The program carries the script for GDB, which loads only what it is told to trust.
  return {debugger, "-q", "-iex", Concat("add-auto-load-safe-path ", program),
          // `step` goes over the standard library. (The script for LLDB sees to that itself.)
          "-ex", "skip -gfi std/*/*.arc", "--args", program};
}

// Does not come back if the debugger starts; else the error number.
int Become(std::vector<std::string> arguments) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  return errno;
}

int Run(const driver::ParsedArguments& arguments) {
  BuildOptions options;
  if (absl::Status read = ReadCommonOptions(arguments.options, options); !read.ok()) {
    return FailUsage(DebugVerb(), std::string(read.message()));
  }
  options.debug_info = true;
  std::vector<std::string> debuggers = {"gdb", "lldb", "lldb-22"};
  for (const driver::ParsedOption& option : arguments.options) {
    if (option.id == kDebuggerOption) debuggers = {option.value};
  }
  int exit_code = 0;
  std::optional<ProgramBuild> build = BuildProgramFor(DebugVerb(), arguments, options, exit_code);
  if (!build) return exit_code;

  fflush(stdout);
  for (const std::string& debugger : debuggers) {
    std::vector<std::string> command =
        ArgumentsFor(debugger, build->program, build->environment.distribution);
    command.insert(command.end(), arguments.after_dashes.begin(), arguments.after_dashes.end());
    int error = Become(std::move(command));
    if (error != ENOENT) {
      return Fail(absl::UnavailableError(
          Concat("cannot start `", debugger, "`: ", driver::SystemMessage(error))));
    }
  }
  return Fail(absl::NotFoundError(
      debuggers.size() == 1
          ? Concat("cannot find the debugger `", debuggers[0], "`")
          : "no debugger is installed: install gdb or lldb, or name one with --debugger"));
}

}  // namespace

const Verb& DebugVerb() {
  static const Verb verb = {
      "debug",
      "build a program and start a debugger on it",
      "arc debug [OPTION]… [FILE|FOLDER] [-- ARGUMENT…]",
      "Starts gdb, or lldb where there is no gdb, with the program, its arguments, and printers "
      "that "
      "show strings,\n"
      "vectors, maps, optionals and enums as values. Variables and types are there without -g.\n",
      Options,
      Run,
  };
  return verb;
}

}  // namespace arc::tool
