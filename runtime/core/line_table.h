// Lookup in the line table that arc-ld writes.

#ifndef ARC_RUNTIME_CORE_LINE_TABLE_H_
#define ARC_RUNTIME_CORE_LINE_TABLE_H_

#include <stdint.h>

#include "runtime/core/contract.h"

namespace arc::rt {

class LineTable {
 public:
  // `table` may be null: every lookup then finds nothing. A table of another version counts as
  // none.
  explicit LineTable(const ArcLineTable* table);

  bool present() const { return rows_ != nullptr; }

  // The innermost position at `pc` (an address minus _start), or null. Callers pass the address of
  // an instruction, so one less than a return address.
  const ArcLineNode* Find(int64_t pc) const;
  // The call site into which `node` was inlined, or null.
  const ArcLineNode* Parent(const ArcLineNode* node) const;

  const char* Function(const ArcLineNode* node) const { return String(node->function); }
  const char* File(const ArcLineNode* node) const { return String(node->file); }

  // Functions of the runtime and functions that the compiler marked stay out of traces.
  static bool IsHidden(const char* function);
  // Functions of the standard library: its packages, and no others, begin with "std/".
  static bool IsLibrary(const char* function);

 private:
  const char* String(uint32_t offset) const;

  const ArcLineRow* rows_ = nullptr;
  const ArcLineNode* nodes_ = nullptr;
  const char* strings_ = nullptr;
  uint32_t row_count_ = 0;
  uint32_t node_count_ = 0;
  uint32_t string_bytes_ = 0;
};

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_LINE_TABLE_H_
