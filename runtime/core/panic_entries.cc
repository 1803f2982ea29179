// What compiled code calls to panic: the forms of the messages. The worker of comptime has them,
// too, with a Panic of its own.

#include "runtime/core/panic.h"

namespace arc::rt {
namespace {

[[noreturn]] void PanicText(const TextWriter& text, TraceStart start) {
  Panic(text.data(), text.size(), start);
}

[[noreturn]] void PanicText(const char* text, TraceStart start) {
  Panic(reinterpret_cast<const uint8_t*>(text), TextLength(text), start);
}

}  // namespace
}  // namespace arc::rt

using arc::rt::PanicText;
using arc::rt::TextBuffer;

extern "C" {

void arc_rt_panic(const uint8_t* message, uint64_t length) {
  arc::rt::Panic(message, length, ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_overflow_add() {
  PanicText("integer overflow in addition", ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_overflow_sub() {
  PanicText("integer overflow in subtraction", ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_overflow_mul() {
  PanicText("integer overflow in multiplication", ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_overflow_div() {
  PanicText("integer overflow in division", ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_overflow_rem() {
  PanicText("integer overflow in remainder", ARC_RT_TRACE_FROM_CALLER());
}

void arc_rt_panic_overflow_neg() {
  PanicText("integer overflow in negation", ARC_RT_TRACE_FROM_CALLER());
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
