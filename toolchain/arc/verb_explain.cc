// arc explain: what a diagnostic means, with an example and its repair.

#include <cstdio>

#include "compiler/diagnostics/explain.h"
#include "compiler/source/concat.h"
#include "toolchain/arc/verb.h"

namespace arc::tool {
namespace {

const std::vector<driver::OptionSpec>& Options() {
  static const auto& specs = *new std::vector<driver::OptionSpec>();
  return specs;
}

void Print(const std::string& text) { fwrite(text.data(), 1, text.size(), stdout); }

int Run(const driver::ParsedArguments& arguments) {
  if (arguments.positional.empty()) {
    std::string text;
    for (const Explanation& e : AllExplanations()) text += Concat(e.code, "  ", e.title, "\n");
    Print(text);
    return 0;
  }
  std::string text;
  for (const std::string& code : arguments.positional) {
    const Explanation* e = FindExplanation(code);
    if (e == nullptr)
      return FailUsage(ExplainVerb(), Concat("there is no diagnostic `", code, "`"));
    text += Concat(text.empty() ? "" : "\n", e->code, ": ", e->title, "\n\n", e->text, "\n");
  }
  Print(text);
  return 0;
}

}  // namespace

const Verb& ExplainVerb() {
  static const Verb verb = {
      "explain",
      "say what an error means, with an example",
      "arc explain [CODE…]",
      "CODE stands in brackets behind `error`: `arc explain ARC0215`, or `arc explain 215`.\n"
      "Without one the codes are listed.\n",
      Options,
      Run,
  };
  return verb;
}

}  // namespace arc::tool
