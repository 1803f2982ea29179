#include "runtime/core/line_table.h"

#include "runtime/core/text.h"

namespace arc::rt {

LineTable::LineTable(const ArcLineTable* table) {
  if (table == nullptr || table->magic != ARC_LINE_TABLE_MAGIC ||
      table->version != ARC_LINE_TABLE_VERSION) {
    return;
  }
  rows_ = reinterpret_cast<const ArcLineRow*>(table + 1);
  nodes_ = reinterpret_cast<const ArcLineNode*>(rows_ + table->row_count);
  strings_ = reinterpret_cast<const char*>(nodes_ + table->node_count);
  row_count_ = table->row_count;
  node_count_ = table->node_count;
  string_bytes_ = table->string_bytes;
}

const ArcLineNode* LineTable::Find(int64_t pc) const {
  // Invariant: rows before `low` have pc at most the wanted one, rows from `high` on a greater one.
  uint32_t low = 0;
  uint32_t high = row_count_;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (rows_[middle].pc <= pc) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return nullptr;
  const uint32_t node = rows_[low - 1].node;
  return node == 0 || node > node_count_ ? nullptr : &nodes_[node - 1];
}

const ArcLineNode* LineTable::Parent(const ArcLineNode* node) const {
  return node->parent == 0 || node->parent > node_count_ ? nullptr : &nodes_[node->parent - 1];
}

const char* LineTable::String(uint32_t offset) const {
  return offset < string_bytes_ ? strings_ + offset : "?";
}

bool LineTable::IsHidden(const char* function) {
  if (function[0] == '\x01') return true;
  const auto* name = reinterpret_cast<const uint8_t*>(function);
  const size_t length = TextLength(function);
  return StartsWith(name, length, "arc_rt_") || StartsWith(name, length, "arc::rt::") ||
         StartsWith(name, length, "_ZN3arc2rt") || StartsWith(name, length, "_ZNK3arc2rt") ||
         // Made by the compiler around the user's main.
         (length == 8 && StartsWith(name, length, "arc_main"));
}

bool LineTable::IsLibrary(const char* function) {
  return StartsWith(reinterpret_cast<const uint8_t*>(function), TextLength(function), "std/");
}

}  // namespace arc::rt
