#include "runtime/core/trace.h"

#include "runtime/core/contract.h"
#include "runtime/core/foundation.h"
#include "runtime/core/line_table.h"
#include "runtime/core/thread_block.h"

extern "C" [[gnu::weak]] const ArcLineTable arc_rt_line_table;

namespace arc::rt {
namespace {

// Frames printed at each end of a trace that is longer.
constexpr size_t kShownFrames = 50;
// Inlined call sites followed from one address: bounds a damaged table.
constexpr int kInlineDepth = 64;

int64_t ProgramOffset(uintptr_t instruction) {
  return static_cast<int64_t>(instruction - reinterpret_cast<uintptr_t>(_start));
}

// Calls visit(node) for the visible positions at an instruction, innermost first, until it says
// false.
template <typename Visit>
bool VisitPositions(const LineTable& table, uintptr_t instruction, Visit visit) {
  const ArcLineNode* node = table.Find(ProgramOffset(instruction));
  for (int depth = 0; node != nullptr && depth < kInlineDepth; ++depth) {
    if (!LineTable::IsHidden(table.Function(node)) && !visit(*node)) return false;
    node = table.Parent(node);
  }
  return true;
}

}  // namespace

size_t WalkFrames(TraceStart start, uintptr_t* instructions, size_t capacity) {
  size_t count = 0;
  if (capacity == 0) return 0;
  instructions[count++] = start.instruction;
  const ArcThread* thread = CurrentThread();
  uintptr_t low = start.stack > thread->stack_low ? start.stack : thread->stack_low;
  const uintptr_t high = thread->stack_high;
  uintptr_t frame = start.frame;
  while (count < capacity && frame % sizeof(uintptr_t) == 0 && frame >= low && frame < high &&
         high - frame >= 2 * sizeof(uintptr_t)) {
    const auto* words = reinterpret_cast<const uintptr_t*>(frame);
    if (words[1] == 0) break;
    instructions[count++] = words[1] - 1;
    low = frame + 1;  // callers lie at higher addresses: a cycle cannot go on
    frame = words[0];
  }
  return count;
}

void PutPosition(TextWriter& out, const uintptr_t* instructions, size_t count) {
  const LineTable table(&arc_rt_line_table);
  // Where the user's code is rather than the library function that found the fault; in the second
  // round, for the library's own tests, any function.
  for (int round = 0; round < 2; ++round) {
    for (size_t i = 0; i < count; ++i) {
      const bool none = VisitPositions(table, instructions[i], [&](const ArcLineNode& node) {
        // Code without line information has a name only; a caller may know more.
        if (node.line == 0) return true;
        if (round == 0 && LineTable::IsLibrary(table.Function(&node))) return true;
        out.Put("  at ").Put(table.File(&node)).Put(":").PutUnsigned(node.line);
        out.Put(" (in ").Put(table.Function(&node)).Put(")\n");
        return false;
      });
      if (!none) return;
    }
  }
}

void PutFrames(TextWriter& out, const uintptr_t* instructions, size_t count, size_t limit) {
  const LineTable table(&arc_rt_line_table);
  size_t shown = 0;
  for (size_t i = 0; i < count; ++i) {
    if (!table.present()) {
      if (shown == limit) break;
      out.Put("  ").PutUnsigned(shown++).Put(": ").PutHex(instructions[i] + 1).Put("\n");
      continue;
    }
    VisitPositions(table, instructions[i], [&](const ArcLineNode& node) {
      if (shown == limit) return false;
      out.Put("  ").PutUnsigned(shown++).Put(": ").Put(table.Function(&node));
      if (node.line != 0) {
        out.Put("\n       at ").Put(table.File(&node)).Put(":").PutUnsigned(node.line);
      }
      out.Put("\n");
      return true;
    });
    if (shown == limit && i + 1 < count) {
      out.Put("  ... more frames\n");
      break;
    }
  }
}

bool SamePosition(uintptr_t a, uintptr_t b) {
  if (a == b) return true;
  const LineTable table(&arc_rt_line_table);
  return table.present() && table.Find(ProgramOffset(a)) == table.Find(ProgramOffset(b));
}

void PutTrace(TextWriter& out, const uintptr_t* instructions, size_t count) {
  out.Put("stack trace:\n");
  PutFrames(out, instructions, count, kShownFrames);
}

}  // namespace arc::rt
