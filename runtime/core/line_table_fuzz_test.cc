// Feeds arbitrary line tables to the lookup. The first two bytes say how many rows and nodes there
// are, so that the parts lie within the input, as they do in a program; all else may be anything.

#include <cstdlib>
#include <cstring>
#include <vector>

#include "runtime/core/line_table.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace arc::rt;
  if (size < 3) return 0;
  const uint32_t rows = data[0];
  const uint32_t nodes = data[1];
  const size_t parts = rows * sizeof(ArcLineRow) + nodes * sizeof(ArcLineNode);
  if (size - 2 <= parts) return 0;
  // Of its exact size: sanitizers see a step over its end.
  std::vector<uint64_t> memory((sizeof(ArcLineTable) + size - 2 + 7) / 8);
  auto* bytes = reinterpret_cast<uint8_t*>(memory.data());
  const auto string_bytes = static_cast<uint32_t>(size - 2 - parts);
  const ArcLineTable header = {
      ARC_LINE_TABLE_MAGIC, ARC_LINE_TABLE_VERSION, rows, nodes, string_bytes, 0};
  std::memcpy(bytes, &header, sizeof(header));
  std::memcpy(bytes + sizeof(header), data + 2, size - 2);
  // The last text ends.
  bytes[sizeof(header) + parts + string_bytes - 1] = 0;

  const LineTable table(reinterpret_cast<const ArcLineTable*>(bytes));
  const auto* row = reinterpret_cast<const ArcLineRow*>(bytes + sizeof(header));
  for (uint32_t i = 0; i < rows; ++i) {
    for (int64_t offset = -1; offset <= 1; ++offset) {
      const ArcLineNode* node = table.Find(row[i].pc + offset);
      // Chains may have circles: readers stop.
      for (int depth = 0; node != nullptr && depth < 64; ++depth) {
        const char* const function = table.Function(node);
        if (std::strlen(function) + std::strlen(table.File(node)) > 2 * size) std::abort();
        LineTable::IsHidden(function);
        LineTable::IsLibrary(function);
        node = table.Parent(node);
      }
    }
  }
  return 0;
}
