#include "runtime/core/unwind.h"

#include "runtime/core/arch/unwind_registers.h"
#include "runtime/core/contract.h"
#include "runtime/core/foundation.h"
#include "runtime/core/panic.h"
#include "runtime/core/text.h"
#include "runtime/core/thread_block.h"
#include "runtime/core/unwind_tables.h"

// The program's own ELF header, from the linker; absent when it is not loaded.
extern "C" [[gnu::weak, gnu::visibility("hidden")]] const uint8_t __ehdr_start[];

namespace arc::rt {
namespace {

// The few fields of the ELF format that lead to the tables.
struct ElfHeader {
  uint8_t skipped[32];
  uint64_t segments_offset;
  uint8_t skipped_too[14];
  uint16_t segment_size;
  uint16_t segment_count;
};
static_assert(offsetof(ElfHeader, segments_offset) == 32 &&
              offsetof(ElfHeader, segment_size) == 54);

struct Segment {
  uint32_t type;
  uint32_t flags;
  uint64_t offset;
  uint64_t address;
  uint64_t physical;
  uint64_t file_size;
  uint64_t memory_size;
  uint64_t alignment;
};

constexpr uint32_t kLoadSegment = 1;             // PT_LOAD
constexpr uint32_t kUnwindSegment = 0x6474E550;  // PT_GNU_EH_FRAME

// The tables of this program. Programs have a fixed address, so addresses need no correction.
UnwindTables ProgramTables() {
  uintptr_t header = 0;
  size_t header_size = 0;
  MemoryRange memory = {~uintptr_t{0}, 0};
  if (__ehdr_start != nullptr) {
    const auto* elf = reinterpret_cast<const ElfHeader*>(__ehdr_start);
    const uint8_t* at = __ehdr_start + elf->segments_offset;
    for (uint32_t i = 0; i < elf->segment_count; ++i, at += elf->segment_size) {
      const auto* segment = reinterpret_cast<const Segment*>(at);
      if (segment->type == kUnwindSegment) {
        header = segment->address;
        header_size = segment->memory_size;
      } else if (segment->type == kLoadSegment) {
        if (segment->address < memory.low) memory.low = segment->address;
        const uintptr_t end = segment->address + segment->memory_size;
        if (end > memory.high) memory.high = end;
      }
    }
  }
  return {header, header_size, memory};
}

const char* ReasonOf(UnwindError error) {
  switch (error) {
    case UnwindError::kNone:
      break;
    case UnwindError::kNoTable:
      return "its function has no unwind table";
    case UnwindError::kCorrupt:
      return "its unwind table is damaged";
    case UnwindError::kUnsupported:
      return "its unwind table has an unknown form";
    case UnwindError::kBadFrame:
      return "its unwind table leads out of the stack";
  }
  return "it has no caller";
}

[[noreturn]] void Stuck(CatchFrame* target, const char* reason, uintptr_t pc) {
  TextBuffer<160> text;
  text.Put("the panic cannot unwind past the call that returns to ").PutHex(pc);
  text.Put(": ").Put(reason);
  EndUnwindable(target, text);
}

// What a jump to `stack` leaves behind. Frames of the list lie on the stack, inner ones below.
void DropAbandoned(ArcThread* thread, uintptr_t stack) {
  AbandonOnceRuns(thread, stack);
  auto* drop = static_cast<ArcDropFrame*>(thread->drop_frames);
  while (drop != nullptr && reinterpret_cast<uintptr_t>(drop) < stack) drop = drop->outer;
  thread->drop_frames = drop;
}

// From the frame in `registers`, whose call is over, outwards.
[[noreturn]] void Walk(UnwindRegisters* registers, CatchFrame* target) {
  const UnwindTables tables = ProgramTables();
  ArcThread* thread = CurrentThread();
  // Whether preserved registers may hold what an inner frame left in them.
  bool lost = false;
  while (registers->stack() != target->stack) {
    const uintptr_t pc = registers->pc();
    FrameInfo info;
    bool ended = false;
    const MemoryRange stack = {registers->stack(), target->stack};
    UnwindError error = tables.Find(pc - 1, &info);
    if (error == UnwindError::kNoTable) {
      lost = true;
      error = StepFramePointer(stack, registers, &ended);
      if (error != UnwindError::kNone) error = UnwindError::kNoTable;
    } else if (error == UnwindError::kNone) {
      uintptr_t landing_pad = 0;
      if (info.personality != 0 && info.cleanups != 0) {
        if (info.personality != reinterpret_cast<uintptr_t>(&arc_rt_personality)) {
          Stuck(target, "its function belongs to a language with exceptions of its own", pc);
        }
        error = tables.FindLandingPad(info, pc - 1, &landing_pad);
      }
      if (error == UnwindError::kNone && landing_pad != 0) {
        if (lost) {
          Stuck(target, "it has a cleanup, and a function between has no unwind table", pc);
        }
        registers->value[kStackPointerColumn] += info.row.arguments_size;
        DropAbandoned(thread, registers->stack());
        registers->value[kExceptionColumn] = reinterpret_cast<uintptr_t>(target);
        registers->value[kSelectorColumn] = 0;
        registers->value[kReturnColumn] = landing_pad;
        arc_rt_unwind_install(registers);
      }
      if (error == UnwindError::kNone) error = StepFrame(info.row, stack, registers, &ended);
    }
    if (error != UnwindError::kNone || ended) Stuck(target, ReasonOf(error), pc);
  }
  DropAbandoned(thread, target->stack);
  arc_rt_catch_land(target->stack);
}

}  // namespace

bool Catch(void (*function)(void*), void* argument, ArcPanicInfo* info, bool reports) {
  info->report = nullptr;
  info->report_length = 0;
  info->mapping = nullptr;
  CatchFrame frame = {0, CurrentThread()->catch_frame, info, reports, false};
  CurrentThread()->catch_frame = &frame;
  const bool panicked = arc_rt_catch_call(&frame.stack, function, argument) != 0;
  CurrentThread()->catch_frame = frame.outer;
  return panicked;
}

}  // namespace arc::rt

extern "C" {

void arc_rt_unwind_resume(void* exception, arc::rt::UnwindRegisters* registers) {
  using namespace arc::rt;
  CatchFrame* target = CurrentThread()->catch_frame;
  if (target == nullptr || !target->unwinding || exception != target) {
    constexpr char kMessage[] = "a cleanup of a panic ended without one";
    arc_rt_panic(reinterpret_cast<const uint8_t*>(kMessage), sizeof(kMessage) - 1);
  }
  Walk(registers, target);
}

// The walk reads the tables itself. Another unwinder that comes across a frame of ours (that of a
// foreign exception) is told to go on.
int32_t arc_rt_personality() {
  constexpr int32_t kContinueUnwind = 8;  // _URC_CONTINUE_UNWIND
  return kContinueUnwind;
}

int32_t arc_rt_catch(void (*function)(void*), void* argument, ArcPanicInfo* info) {
  if (info != nullptr) return arc::rt::Catch(function, argument, info, /*reports=*/false) ? 1 : 0;
  ArcPanicInfo unwanted;
  if (!arc::rt::Catch(function, argument, &unwanted, /*reports=*/false)) return 0;
  arc_rt_panic_info_release(&unwanted);
  return 1;
}

}  // extern "C"
