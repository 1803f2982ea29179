#ifndef ARC_TOOLCHAIN_ARC_LD_LAYOUT_H_
#define ARC_TOOLCHAIN_ARC_LD_LAYOUT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace arc::ld {

// What the linker gives lld besides the user's inputs: an object that defines the symbols of the
// tables, and a script that places everything.
//
// One run of lld fixes every address. The tables are filled in afterwards, in the linked image:
//
//   .note.gnu.build-id    16 bytes, reserved; arc_rt_build_id is the note's descriptor
//   .arc.dispatch.table   header and displacements, reserved: the script knows the number of
//                         records from the size of the next section
//   .arc.dispatch         the records of all linked objects, directly behind; permuted in place
//   .arc.lines            24 bytes that stand for the line table. It is the last section in memory
//                         and the last in the file that is loaded, in a segment of its own, so it
//                         can take any size without moving a byte of the program.
//
// So no second run is needed to add a table whose contents depend on the first run's addresses.
inline constexpr char kBuildIdSection[] = ".note.gnu.build-id";
inline constexpr char kDispatchTableSection[] = ".arc.dispatch.table";
inline constexpr char kLinesSection[] = ".arc.lines";

// Not loaded; dropped with the debug information.
inline constexpr char kGdbScriptsSection[] = ".debug_gdb_scripts";

// Offset of the descriptor in the build id note: the note header and "GNU\0".
inline constexpr uint64_t kBuildIdNoteHeaderBytes = 16;

struct LayoutOptions {
  // Keeps .eh_frame and .gcc_except_table, by which panics find their cleanups.
  bool unwind_tables = true;
};

// Index of each program header in the script's PHDRS.
enum class Segment { kCode, kData, kLines, kTls, kNote, kEhFrame, kStack };

// The linker script.
std::string LinkerScript(const LayoutOptions& options);

// The relocatable object with the reserved sections, for `machine` (EM_*), and with the text of a
// script for GDB unless that is empty.
std::string ReservedSectionsObject(uint16_t machine, absl::string_view gdb_script);

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_LAYOUT_H_
