#include "toolchain/arc_ld/command_line.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/StringSaver.h"

namespace arc::ld {
namespace {

constexpr int kDeepestResponseFile = 8;

constexpr char kHelp[] = R"(usage: arc-ld [options] FILE... -o OUT

Links object files (.o), archives (.a) and LLVM bitcode into a static program.

  -o OUT               the program to write
  --entry=SYMBOL, -e   where it starts; default _start
  --strip              no symbols, no debug information
  --strip-debug        no debug information
  --keep-debug         neither stripped (default)
  --[no-]gc-sections   drop what is not reached; default on
  --[no-]build-id      hash of the loaded content; default on
  --[no-]line-table    positions for stack traces; default on
  --[no-]unwind-tables keep .eh_frame, for panics; default on
  --gdb-script=FILE    put Python for GDB into the program, beside its debug information
  --map=FILE           write a map of the program
  --threads=N          of the linker; default by the size of the inputs
  --verbose            show phases, times, sizes, inputs and compute entries
  -L DIR, -l NAME      libraries, for programs linked against the C library
  @FILE                read further arguments from FILE
  --help, --version

Exit code: 0, or 1 with messages on standard error and no output written.
)";

absl::Status ExpandResponseFiles(const std::vector<std::string>& arguments, int depth,
                                 std::vector<std::string>& out) {
  for (const std::string& argument : arguments) {
    if (argument.size() < 2 || argument[0] != '@') {
      out.push_back(argument);
      continue;
    }
    if (depth == kDeepestResponseFile) {
      return absl::InvalidArgumentError(
          absl::StrCat("argument files are nested too deeply at '", argument, "'"));
    }
    std::ifstream file(argument.substr(1), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.good() && !file.eof()) {
      return absl::NotFoundError(absl::StrCat("cannot read '", argument.substr(1), "'"));
    }
    llvm::BumpPtrAllocator allocator;
    llvm::StringSaver saver(allocator);
    llvm::SmallVector<const char*> words;
    llvm::cl::TokenizeGNUCommandLine(text, saver, words);
    absl::Status status =
        ExpandResponseFiles(std::vector<std::string>(words.begin(), words.end()), depth + 1, out);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// Takes arguments one by one.
class Parser {
 public:
  explicit Parser(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}

  absl::StatusOr<CommandLine> Run() {
    bool options_ended = false;
    while (next_ < arguments_.size()) {
      const std::string argument = arguments_[next_++];
      if (options_ended || argument == "-" || !absl::StartsWith(argument, "-")) {
        result_.link.inputs.push_back(argument);
      } else if (argument == "--") {
        options_ended = true;
      } else if (absl::Status status = Option(argument); !status.ok()) {
        return status;
      }
    }
    return std::move(result_);
  }

 private:
  absl::Status Option(const std::string& argument) {
    LinkOptions& link = result_.link;
    struct Switch {
      const char* name;
      bool* value;
      bool means;
    };
    const Switch switches[] = {
        {"--gc-sections", &link.gc_sections, true},
        {"--no-gc-sections", &link.gc_sections, false},
        {"--build-id", &link.build_id, true},
        {"--no-build-id", &link.build_id, false},
        {"--line-table", &link.line_table, true},
        {"--no-line-table", &link.line_table, false},
        {"--unwind-tables", &link.unwind_tables, true},
        {"--no-unwind-tables", &link.unwind_tables, false},
        {"--verbose", &result_.verbose, true},
        {"-v", &result_.verbose, true},
        {"--help", &result_.help, true},
        {"-h", &result_.help, true},
        {"--version", &result_.version, true},
    };
    for (const Switch& each : switches) {
      if (argument == each.name) {
        *each.value = each.means;
        return absl::OkStatus();
      }
    }
    if (argument == "--strip" || argument == "-s") {
      link.strip = Strip::kAll;
    } else if (argument == "--strip-debug" || argument == "-S") {
      link.strip = Strip::kDebug;
    } else if (argument == "--keep-debug") {
      link.strip = Strip::kNothing;
    } else {
      return OptionWithValue(argument);
    }
    return absl::OkStatus();
  }

  absl::Status OptionWithValue(const std::string& argument) {
    struct Valued {
      const char* short_name;
      const char* long_name;
    };
    static constexpr Valued kValued[] = {
        {"-o", "--output"}, {"-e", "--entry"},        {"", "--gdb-script"}, {"", "--map"},
        {"", "--threads"},  {"-L", "--library-path"}, {"-l", "--library"}};
    for (const Valued& option : kValued) {
      std::string value;
      absl::string_view rest = argument;
      if (argument == option.long_name || argument == option.short_name) {
        if (next_ == arguments_.size()) {
          return absl::InvalidArgumentError(absl::StrCat("option ", argument, " needs a value"));
        }
        value = arguments_[next_++];
      } else if (absl::ConsumePrefix(&rest, absl::StrCat(option.long_name, "=")) ||
                 (*option.short_name != '\0' && !absl::StartsWith(argument, "--") &&
                  absl::ConsumePrefix(&rest, option.short_name))) {
        value = std::string(rest);
      } else {
        continue;
      }
      return SetValue(option.long_name, std::move(value));
    }
    return absl::InvalidArgumentError(
        absl::StrCat("unknown option ", argument, "; arc-ld --help lists them"));
  }

  absl::Status SetValue(absl::string_view name, std::string value) {
    if (value.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("option ", name, " needs a value"));
    }
    LinkOptions& link = result_.link;
    if (name == "--output") {
      link.output = std::move(value);
    } else if (name == "--entry") {
      link.entry = std::move(value);
    } else if (name == "--gdb-script") {
      link.gdb_script = std::move(value);
    } else if (name == "--map") {
      link.map_file = std::move(value);
    } else if (name == "--library-path") {
      link.library_paths.push_back(std::move(value));
    } else if (name == "--library") {
      link.libraries.push_back(std::move(value));
    } else if (!absl::SimpleAtoi(value, &link.threads) || link.threads < 1 || link.threads > 1024) {
      return absl::InvalidArgumentError(
          absl::StrCat("option --threads needs a number from 1 to 1024, not '", value, "'"));
    }
    return absl::OkStatus();
  }

  std::vector<std::string> arguments_;
  size_t next_ = 0;
  CommandLine result_;
};

}  // namespace

absl::StatusOr<CommandLine> ParseCommandLine(const std::vector<std::string>& arguments) {
  std::vector<std::string> expanded;
  if (absl::Status status = ExpandResponseFiles(arguments, 0, expanded); !status.ok()) {
    return status;
  }
  return Parser(std::move(expanded)).Run();
}

absl::string_view HelpText() { return kHelp; }

}  // namespace arc::ld
