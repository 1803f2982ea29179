#ifndef ARC_TOOLCHAIN_ARC_LD_LINE_TABLE_H_
#define ARC_TOOLCHAIN_ARC_LD_LINE_TABLE_H_

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/core/contract.h"

namespace arc::ld {

// Functions of this name are left out of stack traces (the mark of runtime/core/contract.h). All
// code of the runtime shares the one position, so it costs a few rows in all.
inline constexpr char kHiddenFunction[] = "\x01";

// The file of code without line information; its line is 0.
inline constexpr char kUnknownFile[] = "??";

// Collects positions in the order of addresses and encodes them as the ArcLineTable of the
// contract.
class LineTableWriter {
 public:
  // No position.
  static constexpr uint32_t kNoNode = 0;

  // The handle of a string of the table; equal strings share one.
  uint32_t String(absl::string_view text);

  // The number (index + 1) of the node with these values; equal nodes share one. `function` and
  // `file` are handles of strings, `parent` is the number of the call site's node, or kNoNode.
  uint32_t Node(uint32_t function, uint32_t file, uint32_t line, uint32_t parent);

  // From `pc` (relative to _start) on, the position is `node`. Calls come with rising pc; one with
  // the pc of the last replaces it, one with the node of the last says nothing new.
  void AddRow(int32_t pc, uint32_t node);

  size_t row_count() const { return rows_.size(); }
  size_t node_count() const { return nodes_.size(); }
  std::string Encode() const;

 private:
  std::vector<ArcLineRow> rows_;
  std::vector<ArcLineNode> nodes_;
  std::string strings_;
  absl::flat_hash_map<std::string, uint32_t> string_offsets_;
  absl::flat_hash_map<std::tuple<uint32_t, uint32_t, uint32_t, uint32_t>, uint32_t> node_numbers_;
};

struct Frame {
  absl::string_view function;
  absl::string_view file;
  uint32_t line;
};

// Reads an encoded table, as the runtime does. Views the bytes given to Parse.
class LineTableReader {
 public:
  static absl::StatusOr<LineTableReader> Parse(absl::string_view bytes);

  // The frames of a return address relative to _start, innermost first; empty when unknown.
  std::vector<Frame> Lookup(int64_t return_address) const;
  absl::Span<const ArcLineRow> rows() const { return rows_; }
  absl::Span<const ArcLineNode> nodes() const { return nodes_; }

 private:
  std::vector<ArcLineRow> rows_;
  std::vector<ArcLineNode> nodes_;
  absl::string_view strings_;
};

}  // namespace arc::ld

#endif  // ARC_TOOLCHAIN_ARC_LD_LINE_TABLE_H_
