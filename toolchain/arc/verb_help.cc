// arc help: the list of verbs, or one verb with its options.

#include <algorithm>
#include <cstdio>

#include "compiler/source/concat.h"
#include "toolchain/arc/verb.h"

namespace arc::tool {
namespace {

const std::vector<driver::OptionSpec>& Options() {
  static const auto& specs = *new std::vector<driver::OptionSpec>();
  return specs;
}

int HelpFor(const Verb& verb) {
  std::string text = Concat("arc ", verb.name, ": ", verb.summary, "\n\nusage: ", verb.usage, "\n");
  if (!verb.details.empty()) text += Concat("\n", verb.details);
  if (std::string options = driver::OptionHelp(verb.options()); !options.empty())
    text += Concat("\n", options);
  fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

int Run(const driver::ParsedArguments& arguments) {
  if (!arguments.positional.empty()) {
    for (const Verb& verb : Verbs()) {
      if (verb.name == arguments.positional[0]) return HelpFor(verb);
    }
    return FailUsage(HelpVerb(), Concat("there is no command `", arguments.positional[0], "`"));
  }
  std::string text = "Arc: a systems language.\n\nusage: arc COMMAND [OPTION]… [ARGUMENT]…\n\n";
  size_t width = 0;
  for (const Verb& verb : Verbs()) width = std::max(width, verb.name.size());
  for (const Verb& verb : Verbs()) {
    text +=
        Concat("  ", verb.name, std::string(width - verb.name.size() + 2, ' '), verb.summary, "\n");
  }
  text +=
      "\nA program is a file NAME.arc or a folder of such files with one `main`; without FILE or "
      "FOLDER the current\n"
      "folder is meant. `arc help COMMAND` says more.\n";
  fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

}  // namespace

const Verb& HelpVerb() {
  static const Verb verb = {"help", "explain a command", "arc help [COMMAND]", "", Options, Run};
  return verb;
}

}  // namespace arc::tool
