// Panics: the message forms and what a report consists of.
//
//   panic: MESSAGE
//     at FILE:LINE (in FUNC)
//   stack trace:
//     0: FUNC
//          at FILE:LINE

#include "runtime/core/panic.h"

#include "runtime/core/compute.h"
#include "runtime/core/io.h"
#include "runtime/core/sys.h"
#include "runtime/core/thread_block.h"

namespace arc::rt {
namespace {

constexpr size_t kMaxFrames = 256;
constexpr size_t kThreadReportCapacity = size_t{64} * 1024;

void PutReport(TextWriter& out, const uint8_t* message, size_t length, const uintptr_t* frames,
               size_t count) {
  out.Put("panic: ").Put(message, length).Put("\n");
  PutPosition(out, frames, count);
  PutTrace(out, frames, count);
}

// The report goes into mapped memory of the thread's block: the heap may be what broke.
void StoreReport(ArcThread* thread, const uint8_t* message, size_t length, const uintptr_t* frames,
                 size_t count) {
  auto* memory = static_cast<uint8_t*>(MapMemory(kThreadReportCapacity));
  if (memory == nullptr) return;
  TextWriter out(memory, kThreadReportCapacity);
  PutReport(out, message, length, frames, count);
  thread->report = memory;
  thread->report_length = out.size();
  thread->report_capacity = kThreadReportCapacity;
}

}  // namespace

void Panic(const uint8_t* message, size_t length, TraceStart start) {
  uintptr_t frames[kMaxFrames];
  const size_t count = WalkFrames(start, frames, kMaxFrames);
  ArcThread* thread = CurrentThread();
  if (thread->is_main == 0) {
    StoreReport(thread, message, length, frames, count);
    EndPanickedThread();
  }
  FlushOutputIfFree();
  {
    uint8_t buffer[4096];
    TextWriter out(buffer, sizeof(buffer), WriteError);
    PutReport(out, message, length, frames, count);
    out.Drain();
  }
  if (arc_rt_is_compute_child() != 0) {
    uint8_t buffer[4096];
    TextWriter trace(buffer, sizeof(buffer));
    PutTrace(trace, frames, count);
    SendPanic(ARC_RT_EXIT_PANIC, message, length, trace.data(), trace.size());
  }
  ExitProcess(ARC_RT_EXIT_PANIC);
}

namespace {

[[noreturn]] void PanicText(const TextWriter& text, TraceStart start) {
  Panic(text.data(), text.size(), start);
}

[[noreturn]] void PanicText(const char* text, TraceStart start) {
  Panic(reinterpret_cast<const uint8_t*>(text), TextLength(text), start);
}

constexpr const char* kOverflowNames[] = {"addition",  "subtraction", "multiplication", "division",
                                          "remainder", "left shift",  "negation",       "increment",
                                          "decrement", "right shift"};

}  // namespace
}  // namespace arc::rt

using arc::rt::PanicText;
using arc::rt::TextBuffer;

extern "C" {

void arc_rt_panic(const uint8_t* message, uint64_t length) {
  arc::rt::Panic(message, length, ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_overflow(uint32_t op) {
  constexpr size_t kNames = sizeof(arc::rt::kOverflowNames) / sizeof(arc::rt::kOverflowNames[0]);
  TextBuffer<64> text;
  text.Put("integer overflow in ").Put(op < kNames ? arc::rt::kOverflowNames[op] : "arithmetic");
  PanicText(text, ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_div_zero() { PanicText("division by zero", ARC_RT_TRACE_FROM_CALLER()); }

void arc_rt_panic_bounds(int64_t index, uint64_t length) {
  TextBuffer<96> text;
  text.Put("index ").PutSigned(index).Put(" out of bounds for length ").PutUnsigned(length);
  PanicText(text, ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_bounds_u(uint64_t index, uint64_t length) {
  TextBuffer<96> text;
  text.Put("index ").PutUnsigned(index).Put(" out of bounds for length ").PutUnsigned(length);
  PanicText(text, ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_slice(int64_t low, int64_t high, uint64_t length) {
  TextBuffer<128> text;
  text.Put("slice ").PutSigned(low).Put("..").PutSigned(high);
  text.Put(" out of bounds for length ").PutUnsigned(length);
  PanicText(text, ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_null() { PanicText("null dereference", ARC_RT_TRACE_FROM_CALLER()); }

void arc_rt_panic_unwrap() { PanicText("unwrapped a null optional", ARC_RT_TRACE_FROM_CALLER()); }

void arc_rt_panic_cast() {
  PanicText("value does not fit the target type of the cast", ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_shift(int64_t amount, uint32_t bits) {
  TextBuffer<96> text;
  text.Put("shift by ").PutSigned(amount).Put(" out of range for a ").PutUnsigned(bits);
  text.Put("-bit value");
  PanicText(text, ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_unreachable() {
  PanicText("reached unreachable code", ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_assert(const uint8_t* text, uint64_t length) {
  TextBuffer<1024> message;
  message.Put("assertion failed: ").Put(text, length);
  PanicText(message, ARC_RT_TRACE_FROM_CALLER());
}

}  // extern "C"
