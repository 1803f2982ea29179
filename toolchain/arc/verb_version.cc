// arc version.

#include <cstdio>

#include "llvm/Config/llvm-config.h"
#include "toolchain/arc/distribution.h"
#include "toolchain/arc/verb.h"
#include "toolchain/arc/version.h"

namespace arc::tool {
namespace {

const std::vector<driver::OptionSpec>& Options() {
  static const auto& specs = *new std::vector<driver::OptionSpec>();
  return specs;
}

int Run(const driver::ParsedArguments& arguments) {
  if (!arguments.positional.empty())
    return FailUsage(VersionVerb(), "this command takes no arguments");
  printf("arc %s (build %s, LLVM %s, x86_64-linux)\n", kVersion, CompilerId().substr(0, 12).c_str(),
         LLVM_VERSION_STRING);
  return 0;
}

}  // namespace

const Verb& VersionVerb() {
  static const Verb verb = {"version", "print the version of the tools", "arc version", "", Options,
                            Run};
  return verb;
}

}  // namespace arc::tool
