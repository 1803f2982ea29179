#ifndef ARC_TOOLCHAIN_ARC_LD_PROGRAM_FILE_H_
#define ARC_TOOLCHAIN_ARC_LD_PROGRAM_FILE_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "toolchain/arc_ld/elf_image.h"

namespace arc::ld {

using BuildId = std::array<uint8_t, 16>;

enum class Strip {
  kNothing,
  kDebug,  // .debug_*; the symbol table stays
  kAll,    // everything that is not loaded
};

struct ProgramFileOptions {
  Strip strip = Strip::kNothing;
  bool build_id = true;
};

struct ProgramFile {
  std::string bytes;
  BuildId build_id = {};      // zero when none was asked for
  uint64_t loaded_bytes = 0;  // of the file, up to the end of the last segment
};

// Makes the final file from lld's image: puts `line_table` (empty: the program has none) behind the
// loaded bytes, where the layout left its address space open; drops unused program headers and
// stripped sections; writes the build id.
//
// The build id is a hash of what gets loaded, before it stands in there: the entry point, the
// program headers and all segments. So a program and its stripped copy have the same id, and no
// path of the build's folders goes into it but those that the line table shows.
absl::StatusOr<ProgramFile> FinishProgram(const ElfImage& image, absl::string_view line_table,
                                          const ProgramFileOptions& options);

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_PROGRAM_FILE_H_
