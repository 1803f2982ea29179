// arc clean: empties the cache.

#include <unistd.h>

#include <cstdio>

#include "compiler/source/concat.h"
#include "toolchain/arc/cache.h"
#include "toolchain/arc/verb.h"

namespace arc::tool {
namespace {

const std::vector<driver::OptionSpec>& Options() {
  static const auto& specs = *new std::vector<driver::OptionSpec>();
  return specs;
}

int Run(const driver::ParsedArguments& arguments) {
  if (!arguments.positional.empty()) {
    return FailUsage(CleanVerb(), Concat("the cache is one for all programs; what is `",
                                         arguments.positional[0], "`?"));
  }
  absl::StatusOr<std::string> folder = CacheFolder();
  if (!folder.ok()) return Fail(folder.status());
  absl::StatusOr<CleanResult> cleaned = CleanCache(*folder);
  if (!cleaned.ok()) return Fail(cleaned.status());
  printf("removed %llu files, %llu KB, from %s\n", static_cast<unsigned long long>(cleaned->files),
         static_cast<unsigned long long>(cleaned->bytes / 1024), folder->c_str());
  return 0;
}

}  // namespace

const Verb& CleanVerb() {
  static const Verb verb = {
      "clean",
      "remove all results of earlier builds from the cache",
      "arc clean",
      "The cache is the folder $ARC_CACHE, else $XDG_CACHE_HOME/arc, else ~/.cache/arc. What was "
      "not used for two weeks\n"
      "goes by itself. Waits for builds that run now.\n",
      Options,
      Run,
  };
  return verb;
}

}  // namespace arc::tool
