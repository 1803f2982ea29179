// The command line of arcc.
#ifndef ARC_COMPILER_DRIVER_ARCC_COMMAND_LINE_H_
#define ARC_COMPILER_DRIVER_ARCC_COMMAND_LINE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/embedded_files.h"
#include "comptime/client/client.h"

namespace arc::driver {

enum class ColorChoice { kAuto, kAlways, kNever };

struct ArccCommandLine {
  CompileOptions compile;  // without the sources and the evaluator
  comptime::ClientOptions comptime;
  EmbeddedFiles embedded_files;
  std::vector<std::string> files;
  // "OLD=NEW": a source whose path begins with OLD is named with NEW instead, in diagnostics and
  // debug information.
  std::vector<std::pair<std::string, std::string>> prefix_map;
  std::string
      output;  // empty: standard output for text, a name made from the package's for an object
  std::string interface_file;               // empty: none is written
  std::string code_file;                    // likewise
  std::map<std::string, std::string> code;  // files of other packages' code, by package path
  bool json = false;
  ColorChoice color = ColorChoice::kAuto;
  bool help = false;
  bool version = false;
};

// `arguments` without the program's name.
absl::StatusOr<ArccCommandLine> ParseArccCommandLine(const std::vector<std::string>& arguments);

// The text of --help.
std::string ArccHelp();

// `path` after the first entry of the map that fits.
std::string MapPrefix(const std::string& path,
                      const std::vector<std::pair<std::string, std::string>>& map);

}  // namespace arc::driver

#endif  // ARC_COMPILER_DRIVER_ARCC_COMMAND_LINE_H_
