#include "compiler/driver/option_parser.h"

#include <algorithm>

#include "absl/status/status.h"
#include "compiler/source/concat.h"
#include "llvm/ADT/StringRef.h"

namespace arc::driver {
namespace {

absl::Status UnknownOption(std::string_view argument, const std::vector<OptionSpec>& specs) {
  std::string_view name = argument.substr(0, argument.find('='));
  std::vector<std::string_view> names;
  for (const OptionSpec& spec : specs) {
    if (!spec.help.empty()) names.push_back(spec.name);
  }
  std::string message = Concat("unknown option `", name, "`");
  if (std::string nearest = NearestWord(name, names); !nearest.empty()) {
    message += Concat("; did you mean `", nearest, "`?");
  }
  return absl::InvalidArgumentError(message);
}

// The spec that `argument` uses, with its value in `value` and whether one was given in
// `has_value`.
const OptionSpec* FindSpec(const std::vector<OptionSpec>& specs, std::string_view argument,
                           std::string_view& value, bool& has_value) {
  for (const OptionSpec& spec : specs) {
    if (!argument.starts_with(spec.name)) continue;
    std::string_view rest = argument.substr(spec.name.size());
    if (rest.empty()) {
      has_value = spec.form == OptionForm::kJoined;
      return &spec;
    }
    if (spec.form == OptionForm::kJoined) {
      // `-O2`, but `-Onothing` is left to the value's own check.
      value = rest;
      has_value = true;
      return &spec;
    }
    if (rest[0] == '=') {
      value = rest.substr(1);
      has_value = true;
      return &spec;
    }
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<ParsedArguments> ParseArguments(const std::vector<OptionSpec>& specs,
                                               const std::vector<std::string>& arguments) {
  ParsedArguments parsed;
  for (size_t i = 0; i < arguments.size(); ++i) {
    std::string_view argument = arguments[i];
    if (argument == "--") {
      parsed.has_dashes = true;
      parsed.after_dashes.assign(arguments.begin() + static_cast<ptrdiff_t>(i) + 1,
                                 arguments.end());
      break;
    }
    // A lone dash is a name by custom (standard input).
    if (argument.size() < 2 || argument[0] != '-') {
      parsed.positional.emplace_back(argument);
      continue;
    }
    std::string_view value;
    bool has_value = false;
    const OptionSpec* spec = FindSpec(specs, argument, value, has_value);
    if (!spec) return UnknownOption(argument, specs);
    if (spec->form == OptionForm::kFlag && has_value) {
      return absl::InvalidArgumentError(Concat("option `", spec->name, "` takes no value"));
    }
    if (spec->form == OptionForm::kValue && !has_value) {
      if (i + 1 == arguments.size()) {
        return absl::InvalidArgumentError(
            Concat("option `", spec->name, "` needs a value: ", spec->name, " ", spec->value_name));
      }
      value = arguments[++i];
    }
    parsed.options.push_back({spec->id, std::string(spec->name), std::string(value)});
  }
  return parsed;
}

std::string OptionHelp(const std::vector<OptionSpec>& specs) {
  std::vector<std::string> left;
  size_t width = 0;
  for (const OptionSpec& spec : specs) {
    std::string text(spec.name);
    switch (spec.form) {
      case OptionForm::kFlag:
        break;
      case OptionForm::kValue:
        text += Concat(spec.name.starts_with("--") ? "=" : " ", spec.value_name);
        break;
      case OptionForm::kJoined:
        text += spec.value_name;
        break;
      case OptionForm::kOptional:
        text += Concat("[=", spec.value_name, "]");
        break;
    }
    if (!spec.help.empty()) width = std::max(width, text.size());
    left.push_back(std::move(text));
  }
  std::string out;
  for (size_t i = 0; i < specs.size(); ++i) {
    if (specs[i].help.empty()) continue;
    out += Concat("  ", left[i], std::string(width - left[i].size() + 2, ' '), specs[i].help, "\n");
  }
  return out;
}

std::string NearestWord(std::string_view word, const std::vector<std::string_view>& candidates) {
  const unsigned limit = static_cast<unsigned>(word.size()) / 3 + 1;
  unsigned best = limit + 1;
  std::string_view nearest;
  for (std::string_view candidate : candidates) {
    unsigned distance = llvm::StringRef(word).edit_distance(candidate, true, limit);
    // Replacing every letter is no likeness.
    if (distance < best && distance < candidate.size()) {
      best = distance;
      nearest = candidate;
    }
  }
  return std::string(nearest);
}

}  // namespace arc::driver
