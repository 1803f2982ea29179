#ifndef ARC_TOOLCHAIN_ARC_LD_DISPATCH_TABLE_H_
#define ARC_TOOLCHAIN_ARC_LD_DISPATCH_TABLE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "toolchain/arc_ld/elf_image.h"

namespace arc::ld {

// A compute entry of the linked program.
struct DispatchEntry {
  std::string id;
  uint32_t wire_version = 0;
  uint64_t arguments_fingerprint = 0;
  uint64_t result_fingerprint = 0;
  uint64_t address = 0;         // of the entry's code; 0: cannot run in another process
  uint64_t thread_address = 0;  // of its thread entry; 0: none
};

// Names the objects that hold a record with the id, for messages. May be slow: it is called for
// errors only.
using FindObjects = std::function<std::vector<std::string>(absl::string_view id)>;

// Reads the records of a linked image (their relocations are resolved), in the order of the image.
// Fails, naming objects, when a record is malformed, of another wire version, or its id is not
// unique.
absl::StatusOr<std::vector<DispatchEntry>> ReadDispatchEntries(const ElfImage& image,
                                                               const FindObjects& find_objects);

// Writes the table's header and displacements into the space that the layout reserved, and moves
// the records to the slots of their ids. `entries` are those of ReadDispatchEntries.
absl::Status WriteDispatchTable(const std::vector<DispatchEntry>& entries, ElfImage& image);

// An id names the entry on a command line and in messages: 1 to 4096 bytes, no control characters.
bool IsValidDispatchId(absl::string_view id);

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_DISPATCH_TABLE_H_
