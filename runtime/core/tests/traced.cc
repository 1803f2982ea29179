#include "runtime/core/tests/traced.h"

#include <stdint.h>

#include "runtime/core/contract.h"
#include "runtime/core/foundation.h"

// One section keeps the functions in this order. The calls are no tail calls: something follows
// them.
#define TRACED extern "C" [[gnu::noinline, gnu::section(".text.traced")]]

namespace {

volatile int after;

constexpr char kStrings[] = "\0inner\0outer\0\001hidden\0demo.arc";
constexpr uint32_t kInner = 1, kOuter = 7, kHidden = 13, kFile = 21;

struct Table {
  ArcLineTable header;
  ArcLineRow rows[3];
  ArcLineNode nodes[4];
  char strings[sizeof(kStrings)];
};

}  // namespace

// Without its magic number it counts as absent, which it is until traced_outer completes it.
extern "C" {
extern Table line_table __asm__("arc_rt_line_table");
Table line_table = {};
}

TRACED void traced_inner(void (*what)()) {
  what();
  after = 1;
}

TRACED void traced_outer(void (*what)());
TRACED void traced_end();

static int32_t Offset(const void* function) {
  return static_cast<int32_t>(static_cast<const char*>(function) - _start);
}

// Distances to _start are known to the linker only, and it has no relocation for them.
static void CompleteTable() {
  line_table.header = {0, ARC_LINE_TABLE_VERSION, 3, 4, sizeof(kStrings), 0};
  // traced_outer's calls look inlined: through a hidden function, whose call site is line 22.
  line_table.nodes[0] = {kInner, kFile, 11, 0};
  line_table.nodes[1] = {kOuter, kFile, 20, 0};
  line_table.nodes[2] = {kHidden, kFile, 99, 4};
  line_table.nodes[3] = {kOuter, kFile, 22, 0};
  line_table.rows[0] = {Offset(reinterpret_cast<const void*>(&traced_inner)), 1};
  line_table.rows[1] = {Offset(reinterpret_cast<const void*>(&traced_outer)), 3};
  line_table.rows[2] = {Offset(reinterpret_cast<const void*>(&traced_end)), 0};
  __builtin_memcpy(line_table.strings, kStrings, sizeof(kStrings));
  line_table.header.magic = ARC_LINE_TABLE_MAGIC;
}

TRACED void traced_outer(void (*what)()) {
  CompleteTable();
  traced_inner(what);
  after = 2;
}

TRACED void traced_end() { after = 3; }
