#ifndef ARC_TOOLCHAIN_ARC_LD_LINK_H_
#define ARC_TOOLCHAIN_ARC_LD_LINK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "toolchain/arc_ld/dispatch_table.h"
#include "toolchain/arc_ld/program_file.h"

namespace arc::ld {

// How the program stands to the C library.
enum class LinkMode {
  // Static, no C library, no interpreter: the runtime in its freestanding form. The default.
  kFreestanding,
  // Against the C library and shared libraries, for programs with C or C++ dependencies.
  kHosted,
};

// Every member has an initializer, so that designated initializers may leave it out without a
// warning. NOLINTBEGIN(readability-redundant-member-init)
struct LinkOptions {
  // Object files and archives, in the order in which symbols are looked for.
  std::vector<std::string> inputs = {};
  std::string output = {};
  std::string entry = "_start";
  LinkMode mode = LinkMode::kFreestanding;
  // For kHosted: -l and -L. Refused otherwise.
  std::vector<std::string> libraries = {};
  std::vector<std::string> library_paths = {};

  Strip strip = Strip::kNothing;
  // Drops what neither the entry nor a dispatch record reaches.
  bool gc_sections = true;
  // Without it the id is 16 zero bytes.
  bool build_id = true;
  // Without it a program finds no table: its traces show addresses.
  bool line_table = true;
  // Without them no cleanup runs for a panic: one that meets none is fine, and the process ends.
  bool unwind_tables = true;
  // A file of Python for GDB, which the program carries where it keeps its debug information; GDB
  // loads it if the user lets it (auto-load safe-path). Empty: none.
  std::string gdb_script = {};
  // Where to write a map of the program; empty: nowhere.
  std::string map_file = {};
  // Of lld; 0 decides by the size of the inputs. With more than one it runs in a forked child.
  int threads = 0;
};
// NOLINTEND(readability-redundant-member-init)

struct LinkPhase {
  std::string name;
  absl::Duration time;
};

struct LinkResult {
  BuildId build_id = {};
  std::vector<DispatchEntry> entries;
  // Objects that are in the program, archive members as "archive(member)".
  std::vector<std::string> linked;
  std::vector<LinkPhase> phases;
  std::vector<std::string> warnings;
  uint64_t file_bytes = 0;
  uint64_t loaded_bytes = 0;
  uint64_t text_bytes = 0;
  uint64_t line_table_bytes = 0;
  uint64_t line_table_rows = 0;
  uint64_t line_table_nodes = 0;
};

// Links a program. On failure no output is written and an existing one is left alone; the message
// has one or more lines, each a complete sentence naming object and symbol as far as they are
// known. Equal inputs give equal bytes. May be called from any thread; links run one at a time.
absl::StatusOr<LinkResult> Link(const LinkOptions& options);

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_LINK_H_
