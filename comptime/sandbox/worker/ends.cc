// Every way out of a thunk but returning: the report goes into the control block, and the loop's
// stack goes on. Nothing is unwound, since all memory is put back.

#include <asm/unistd.h>
#include <linux/signal.h>

#include "comptime/sandbox/worker/worker.h"
#include "runtime/core/contract.h"
#include "runtime/core/foundation.h"
#include "runtime/core/panic.h"

extern "C" const uint8_t __ehdr_start[];
extern "C" const uint8_t etext[];

namespace arc::comptime {
namespace {

using rt::TextBuffer;
using rt::TraceStart;

// Of a deep stack: the innermost frames, a zero, the outermost ones.
constexpr size_t kInnerFrames = 40;
constexpr size_t kOuterFrames = ARC_COMPTIME_MAX_FRAMES - kInnerFrames - 1;

bool IsCode(uintptr_t address) {
  return (address >= reinterpret_cast<uintptr_t>(__ehdr_start) &&
          address < reinterpret_cast<uintptr_t>(etext)) ||
         address - ARC_COMPTIME_CODE_ADDRESS < ARC_COMPTIME_CODE_BYTES;
}

// Collects what comes in any number.
class FrameList {
 public:
  void Add(uintptr_t return_address) {
    if (count_ < kInnerFrames) {
      Control()->frames[count_] = return_address;
    } else {
      outer_[(count_ - kInnerFrames) % kOuterFrames] = return_address;
    }
    ++count_;
  }

  void Finish() {
    size_t stored = count_;
    if (count_ > kInnerFrames) {
      const size_t outer = count_ - kInnerFrames;
      uint64_t* to = &Control()->frames[kInnerFrames];
      const size_t kept = outer < kOuterFrames ? outer : kOuterFrames;
      if (kept < outer) *to++ = 0;
      for (size_t i = outer - kept; i < outer; ++i) *to++ = outer_[i % kOuterFrames];
      stored = static_cast<size_t>(to - Control()->frames);
    }
    Control()->frame_count = static_cast<uint32_t>(stored);
  }

 private:
  size_t count_ = 0;
  uintptr_t outer_[kOuterFrames];
};

bool OnStack(uintptr_t address) {
  return address >= evaluation.stack_low && address < evaluation.stack_high &&
         evaluation.stack_high - address >= 2 * sizeof(uintptr_t) &&
         address % sizeof(uintptr_t) == 0;
}

void StoreFrames(const TraceStart& start) {
  FrameList frames;
  frames.Add(start.instruction + 1);
  // A call of what is no code: the frame pointer is the caller's, whose call is on top of the
  // stack.
  if (!IsCode(start.instruction) && OnStack(start.stack)) {
    const auto called_from = *reinterpret_cast<const uintptr_t*>(start.stack);
    if (IsCode(called_from)) frames.Add(called_from);
  }
  uintptr_t low = start.stack;
  uintptr_t frame = start.frame;
  while (frame >= low && OnStack(frame)) {
    const auto* words = reinterpret_cast<const uintptr_t*>(frame);
    // What called the thunk is the outermost frame: its caller's frame pointer is zero.
    if (!OnStack(words[0]) || reinterpret_cast<const uintptr_t*>(words[0])[0] == 0) break;
    frames.Add(words[1]);
    low = frame + 1;  // callers lie at higher addresses: a cycle cannot go on
    frame = words[0];
  }
  frames.Finish();
}

[[noreturn]] void Leave() {
  evaluation.running = false;
  void* abandoned;
  arc_rt_stack_switch(&abandoned, reinterpret_cast<void*>(evaluation.loop_stack), nullptr);
  __builtin_unreachable();
}

// The most bytes of `text` that fit without cutting a character.
size_t CutLength(const uint8_t* text, size_t length, size_t room) {
  if (length <= room) return length;
  // NOLINTNEXTLINE(clang-analyzer-security.ArrayBound): it is longer than `room`
  while (room > 0 && (text[room] & 0xC0) == 0x80) --room;
  return room;
}

}  // namespace

constinit Evaluation evaluation = {};

void EndDone() {
  Control()->end = ARC_COMPTIME_DONE;
  Control()->message_length = 0;
  Control()->frame_count = 0;
  Leave();
}

void End(ArcComptimeEnd end, const void* message, size_t length, const TraceStart& start) {
  const auto* text = static_cast<const uint8_t*>(message);
  const size_t kept = CutLength(text, length, sizeof(Control()->message));
  // By hand: a function of the image may be what broke.
  for (size_t i = 0; i < kept; ++i) Control()->message[i] = text[i];
  Control()->message_length = static_cast<uint32_t>(kept);
  Control()->end = end;
  StoreFrames(start);
  Leave();
}

void End(ArcComptimeEnd end, const rt::TextWriter& message, const TraceStart& start) {
  End(end, message.data(), message.size(), start);
}

void End(ArcComptimeEnd end, const char* message, const TraceStart& start) {
  End(end, message, rt::TextLength(message), start);
}

namespace {

constexpr uintptr_t kNullBytes = 64 << 10;
// How far below the stack's end a function with large locals may reach first.
constexpr uintptr_t kStackReach = uint64_t{1} << 36;

// The instruction at `pc` begins with these bytes.
bool IsInstruction(uintptr_t pc, uint8_t first, uint8_t second) {
  if (!IsCode(pc) || !IsCode(pc + 1)) return false;
  const auto* bytes = reinterpret_cast<const uint8_t*>(pc);
  return bytes[0] == first && bytes[1] == second;
}

[[noreturn]] void EndMemoryFault(int signal, int code, uintptr_t address, const TraceStart& start) {
  if (IsInstruction(start.instruction, 0x0F, 0x31) ||
      IsInstruction(start.instruction, 0x0F, 0x01)) {  // rdtsc, rdtscp
    End(ARC_COMPTIME_EFFECT, "reading the processor's clock", start);
  }
  if (code > 0 && address < evaluation.stack_low && evaluation.stack_low - address < kStackReach) {
    End(ARC_COMPTIME_STACK_OVERFLOW, "stack overflow", start);
  }
  TextBuffer<128> text;
  if (code == SI_KERNEL || code <= 0) {
    text.Put("invalid memory access");
  } else {
    text.Put(address < kNullBytes ? "null dereference" : "invalid memory access");
    text.Put(" (address ").PutHex(address).Put(")");
  }
  if (signal == SIGBUS) text.Put(", bus error");
  End(ARC_COMPTIME_FAULT, text, start);
}

}  // namespace
}  // namespace arc::comptime

namespace arc::rt {

void Panic(const uint8_t* message, size_t length, TraceStart start) {
  comptime::End(ARC_COMPTIME_PANIC, message, length, start);
}

}  // namespace arc::rt

extern "C" void arc_rt_signal(int signal, const void* info_record, void* /*context*/, uintptr_t pc,
                              uintptr_t frame, uintptr_t stack) {
  using namespace arc::comptime;
  const auto* info = static_cast<const siginfo_t*>(info_record);
  const arc::rt::TraceStart start = {pc, frame, stack};
  if (signal == kTimeOutSignal) {
    // It may come when the evaluation has just ended.
    if (evaluation.running) End(ARC_COMPTIME_TIMED_OUT, "", start);
    return;
  }
  // The loop itself is broken.
  if (!evaluation.running) Die();
  switch (signal) {
    case SIGSEGV:
    case SIGBUS:
      EndMemoryFault(signal, info->si_code,
                     reinterpret_cast<uintptr_t>(info->_sifields._sigfault._addr), start);
    case SIGFPE:
      End(ARC_COMPTIME_FAULT,
          info->si_code == FPE_INTDIV ? "integer division fault" : "arithmetic fault", start);
    case SIGILL:
      End(ARC_COMPTIME_FAULT, "illegal instruction", start);
    default:
      End(ARC_COMPTIME_FAULT, "trap", start);
  }
}
