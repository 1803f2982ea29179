#ifndef ARC_TOOLCHAIN_ARC_LD_LINE_TABLE_BUILDER_H_
#define ARC_TOOLCHAIN_ARC_LD_LINE_TABLE_BUILDER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "toolchain/arc_ld/elf_image.h"
#include "toolchain/arc_ld/line_table.h"

namespace arc::ld {

struct LineTableOptions {
  // Functions whose qualified name or linkage name begins with one of these, and the program's
  // first instructions, are code of the runtime and left out of traces.
  std::vector<std::string> hidden_prefixes = {"arc_rt_", "arc::rt::", "__llvm_libc"};
};

// Makes the line table of a linked image from its DWARF (line tables, and the trees of inlined
// calls) and, for code without DWARF, from its function symbols. `warnings` receives what was wrong
// with the debug information; such parts are left out of the table.
absl::StatusOr<LineTableWriter> BuildLineTable(const ElfImage& image,
                                               const LineTableOptions& options,
                                               std::vector<std::string>& warnings);

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_LINE_TABLE_BUILDER_H_
