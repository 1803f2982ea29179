// Command lines of the project's tools: options anywhere, values after `=` or as the next argument,
// `--` ends options.
#ifndef ARC_COMPILER_DRIVER_OPTION_PARSER_H_
#define ARC_COMPILER_DRIVER_OPTION_PARSER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace arc::driver {

enum class OptionForm {
  kFlag,      // --strip
  kValue,     // --emit=tir, --emit tir, -o out
  kJoined,    // -O2: the value follows without a space and may be empty
  kOptional,  // --flag or --flag=value
};

struct OptionSpec {
  int id = 0;
  std::string_view name;  // with its dashes
  OptionForm form = OptionForm::kFlag;
  std::string_view value_name;  // for help: "FILE"
  std::string_view help;        // empty: not in the help text
};

struct ParsedOption {
  int id = 0;
  std::string name;
  std::string value;
};

struct ParsedArguments {
  std::vector<ParsedOption> options;  // in the order given
  std::vector<std::string> positional;
  std::vector<std::string> after_dashes;
  bool has_dashes = false;
};

// `arguments` without the program's name. Errors (InvalidArgument) name the argument, and for a
// misspelt option the one that was probably meant.
absl::StatusOr<ParsedArguments> ParseArguments(const std::vector<OptionSpec>& specs,
                                               const std::vector<std::string>& arguments);

// Two columns, an option a line, in the order of `specs`.
std::string OptionHelp(const std::vector<OptionSpec>& specs);

// The candidate that a user who typed `word` probably meant; empty if none is near.
std::string NearestWord(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace arc::driver

#endif  // ARC_COMPILER_DRIVER_OPTION_PARSER_H_
