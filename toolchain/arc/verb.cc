#include "toolchain/arc/verb.h"

#include <cstdio>

#include "compiler/source/concat.h"

namespace arc::tool {
namespace {

void PrintError(std::string_view text) { fwrite(text.data(), 1, text.size(), stderr); }

int UnknownVerb(const std::string& name) {
  std::vector<std::string_view> names;
  for (const Verb& verb : Verbs()) names.push_back(verb.name);
  std::string message = Concat("arc: error: there is no command `", name, "`");
  if (name.ends_with(".arc")) {
    message += Concat("; to run a program: `arc run ", name, "`");
  } else if (std::string nearest = driver::NearestWord(name, names); !nearest.empty()) {
    message += Concat("; did you mean `arc ", nearest, "`?");
  }
  PrintError(Concat(message, "\n`arc help` lists the commands\n"));
  return kUsageExit;
}

const Verb* FindVerb(std::string_view name) {
  for (const Verb& verb : Verbs()) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

}  // namespace

const std::vector<Verb>& Verbs() {
  static const auto& verbs = *new std::vector<Verb>{
      RunVerb(),     BuildVerb(), CheckVerb(),   TestVerb(), DebugVerb(),
      ExplainVerb(), CleanVerb(), VersionVerb(), HelpVerb(),
  };
  return verbs;
}

int Fail(const absl::Status& status) {
  std::string_view message(status.message().data(), status.message().size());
  while (!message.empty()) {
    size_t end = message.find('\n');
    std::string_view line = message.substr(0, end);
    // The linker's continuation lines belong to the error above them.
    if (!line.empty())
      PrintError(Concat(line.starts_with(">>>") ? "" : "arc: error: ", line, "\n"));
    if (end == std::string_view::npos) break;
    message.remove_prefix(end + 1);
  }
  return kErrorExit;
}

int FailUsage(const Verb& verb, std::string_view message) {
  PrintError(Concat("arc: error: ", message, "\nusage: ", verb.usage, "\n`arc help ", verb.name,
                    "` says more\n"));
  return kUsageExit;
}

int RunTool(const std::vector<std::string>& arguments) {
  std::string name = arguments.empty() ? "help" : arguments[0];
  if (name == "--help" || name == "-h") name = "help";
  if (name == "--version") name = "version";
  const Verb* verb = FindVerb(name);
  if (!verb) {
    if (name.starts_with("-")) {
      PrintError(Concat("arc: error: the command comes first: `arc build ", name, " …`\n"));
      return kUsageExit;
    }
    return UnknownVerb(name);
  }
  std::vector<std::string> rest(arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end());
  for (const std::string& argument : rest) {
    if (argument == "--") break;
    if (argument == "--help" || argument == "-h")
      return HelpVerb().run({{}, {std::string(verb->name)}, {}, false});
  }
  absl::StatusOr<driver::ParsedArguments> parsed = driver::ParseArguments(verb->options(), rest);
  if (!parsed.ok()) {
    return FailUsage(*verb, {parsed.status().message().data(), parsed.status().message().size()});
  }
  return verb->run(*parsed);
}

}  // namespace arc::tool
