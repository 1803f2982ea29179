#ifndef ARC_TOOLCHAIN_ARC_LD_COMMAND_LINE_H_
#define ARC_TOOLCHAIN_ARC_LD_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "toolchain/arc_ld/link.h"

namespace arc::ld {

struct CommandLine {
  LinkOptions link;
  bool verbose = false;
  bool help = false;
  bool version = false;
};

// `arguments` without the program's name. An argument @FILE stands for the arguments in FILE, which
// are separated by white space and may be quoted as in a shell; files may name further files.
absl::StatusOr<CommandLine> ParseCommandLine(const std::vector<std::string>& arguments);

// The text of --help.
absl::string_view HelpText();

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_COMMAND_LINE_H_
