#include "toolchain/arc_ld/line_table.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "absl/status/status.h"

namespace arc::ld {
namespace {

// Chains of inlined calls longer than this are cut by all readers.
constexpr int kLongestChain = 64;

template <typename T>
void AppendArray(std::string& out, const std::vector<T>& values) {
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

template <typename T>
std::vector<T> TakeArray(absl::string_view& bytes, size_t count) {
  std::vector<T> values(count);
  if (count != 0) std::memcpy(values.data(), bytes.data(), count * sizeof(T));
  bytes.remove_prefix(count * sizeof(T));
  return values;
}

}  // namespace

uint32_t LineTableWriter::String(absl::string_view text) {
  auto [it, inserted] = string_offsets_.try_emplace(std::string(text), strings_.size());
  if (inserted) {
    strings_.append(text.data(), text.size());
    strings_.push_back('\0');
  }
  return it->second;
}

uint32_t LineTableWriter::Node(uint32_t function, uint32_t file, uint32_t line, uint32_t parent) {
  assert(function < strings_.size() && file < strings_.size() && parent <= nodes_.size());
  auto [it, inserted] = node_numbers_.try_emplace(std::make_tuple(function, file, line, parent), 0);
  if (inserted) {
    nodes_.push_back({.function = function, .file = file, .line = line, .parent = parent});
    it->second = static_cast<uint32_t>(nodes_.size());
  }
  return it->second;
}

void LineTableWriter::AddRow(int32_t pc, uint32_t node) {
  assert(rows_.empty() || rows_.back().pc <= pc);
  if (!rows_.empty() && rows_.back().pc == pc) rows_.pop_back();
  // Before the first row there is no position anyway.
  if ((rows_.empty() ? kNoNode : rows_.back().node) == node) return;
  rows_.push_back({.pc = pc, .node = node});
}

std::string LineTableWriter::Encode() const {
  const ArcLineTable header = {
      .magic = ARC_LINE_TABLE_MAGIC,
      .version = ARC_LINE_TABLE_VERSION,
      .row_count = static_cast<uint32_t>(rows_.size()),
      .node_count = static_cast<uint32_t>(nodes_.size()),
      .string_bytes = static_cast<uint32_t>(strings_.size()),
      .reserved = 0,
  };
  std::string out(reinterpret_cast<const char*>(&header), sizeof(header));
  AppendArray(out, rows_);
  AppendArray(out, nodes_);
  out.append(strings_);
  return out;
}

absl::StatusOr<LineTableReader> LineTableReader::Parse(absl::string_view bytes) {
  ArcLineTable header;
  if (bytes.size() < sizeof(header)) return absl::DataLossError("line table: no header");
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.magic != ARC_LINE_TABLE_MAGIC || header.version != ARC_LINE_TABLE_VERSION) {
    return absl::DataLossError("line table: unknown magic or version");
  }
  bytes.remove_prefix(sizeof(header));
  const uint64_t needed = uint64_t{header.row_count} * sizeof(ArcLineRow) +
                          uint64_t{header.node_count} * sizeof(ArcLineNode) + header.string_bytes;
  if (needed > bytes.size()) return absl::DataLossError("line table: truncated");
  LineTableReader reader;
  reader.rows_ = TakeArray<ArcLineRow>(bytes, header.row_count);
  reader.nodes_ = TakeArray<ArcLineNode>(bytes, header.node_count);
  reader.strings_ = bytes.substr(0, header.string_bytes);

  if (!reader.strings_.empty() && reader.strings_.back() != '\0') {
    return absl::DataLossError("line table: unterminated string");
  }
  for (size_t i = 0; i < reader.rows_.size(); ++i) {
    if (reader.rows_[i].node > header.node_count ||
        (i != 0 && reader.rows_[i - 1].pc >= reader.rows_[i].pc)) {
      return absl::DataLossError("line table: bad row");
    }
  }
  for (const ArcLineNode& node : reader.nodes_) {
    if (node.function >= header.string_bytes || node.file >= header.string_bytes ||
        node.parent > header.node_count) {
      return absl::DataLossError("line table: bad node");
    }
  }
  return reader;
}

std::vector<Frame> LineTableReader::Lookup(int64_t return_address) const {
  auto above = std::partition_point(rows_.begin(), rows_.end(), [&](const ArcLineRow& row) {
    return row.pc <= return_address - 1;
  });
  std::vector<Frame> frames;
  if (above == rows_.begin()) return frames;
  uint32_t number = std::prev(above)->node;
  for (int depth = 0; number != 0 && depth < kLongestChain; ++depth) {
    const ArcLineNode& node = nodes_[number - 1];
    frames.push_back({.function = strings_.data() + node.function,
                      .file = strings_.data() + node.file,
                      .line = node.line});
    number = node.parent;
  }
  return frames;
}

}  // namespace arc::ld
