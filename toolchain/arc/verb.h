// The verbs of the driver: `arc VERB …`.
#ifndef ARC_TOOLCHAIN_ARC_VERB_H_
#define ARC_TOOLCHAIN_ARC_VERB_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "compiler/driver/option_parser.h"

namespace arc::tool {

inline constexpr int kErrorExit =
    1;  // errors in the program, failed tests, files that cannot be written
inline constexpr int kUsageExit = 2;  // the command line makes no sense

struct Verb {
  std::string_view name;
  std::string_view summary;  // one line for `arc help`
  std::string_view usage;    // "arc run [OPTION…] FILE|FOLDER [-- ARGUMENT…]"
  std::string_view details;  // paragraphs for `arc help VERB`; may be empty
  const std::vector<driver::OptionSpec>& (*options)();
  // The exit code.
  int (*run)(const driver::ParsedArguments& arguments);
};

// In the order of `arc help`.
const std::vector<Verb>& Verbs();

// One per file verb_NAME.cc.
const Verb& BuildVerb();
const Verb& CheckVerb();
const Verb& CleanVerb();
const Verb& DebugVerb();
const Verb& ExplainVerb();
const Verb& HelpVerb();
const Verb& RunVerb();
const Verb& TestVerb();
const Verb& VersionVerb();

// All of `arc`: `arguments` without the program's name. The exit code.
int RunTool(const std::vector<std::string>& arguments);

// Prints "arc: error: MESSAGE" for each line and gives kErrorExit.
int Fail(const absl::Status& status);
// Prints the message and how the verb is used, and gives kUsageExit.
int FailUsage(const Verb& verb, std::string_view message);

}  // namespace arc::tool

#endif  // ARC_TOOLCHAIN_ARC_VERB_H_
