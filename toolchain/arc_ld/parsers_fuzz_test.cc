// libFuzzer target over everything here that parses bytes it was given. The first byte chooses. To be
// run with -detect_leaks=0: what LLVM's readers held when they hit a fault is leaked.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "toolchain/arc_ld/dispatch_table.h"
#include "toolchain/arc_ld/elf_image.h"
#include "toolchain/arc_ld/input_files.h"
#include "toolchain/arc_ld/line_table.h"
#include "toolchain/arc_ld/line_table_builder.h"
#include "toolchain/arc_ld/program_file.h"

namespace arc::ld {
namespace {

void FuzzLineTable(absl::string_view bytes) {
  auto reader = LineTableReader::Parse(bytes);
  if (!reader.ok()) return;
  for (const ArcLineRow& row : reader->rows()) reader->Lookup(row.pc + int64_t{1});
}

void FuzzObject(absl::string_view bytes) {
  ReadObjectDispatchIds(bytes, "fuzz.o").status().IgnoreError();
}

void FuzzImage(absl::string_view bytes) {
  auto image = ElfImage::Parse(std::string(bytes));
  if (!image.ok()) return;
  auto entries =
      ReadDispatchEntries(*image, [](absl::string_view) { return std::vector<std::string>(); });
  if (entries.ok()) WriteDispatchTable(*entries, *image).IgnoreError();
  std::vector<std::string> warnings;
  auto lines = BuildLineTable(*image, {}, warnings);
  if (lines.ok()) FinishProgram(*image, lines->Encode(), {}).status().IgnoreError();
}

}  // namespace
}  // namespace arc::ld

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const absl::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0:
      arc::ld::FuzzLineTable(bytes);
      break;
    case 1:
      arc::ld::FuzzObject(bytes);
      break;
    default:
      arc::ld::FuzzImage(bytes);
      break;
  }
  return 0;
}
