// Panics, signals, exits.

#include "runtime/core/foundation.h"
#include "runtime/core/tests/support.h"
#include "runtime/core/tests/traced.h"

using namespace arc::rt::testing;  // NOLINT: a test program

namespace {

volatile int zero = 0;
volatile uint64_t sink;

// Deep recursion that no optimizer turns into a loop.
[[gnu::noinline]] uint64_t Recurse(uint64_t depth) {
  volatile uint8_t room[512];
  room[depth % sizeof(room)] = 1;
  if (depth == ~0ull) return 0;
  return Recurse(depth + 1) + room[depth % sizeof(room)];
}

void Overflow() { sink = Recurse(0); }

void InThread(void (*what)()) {
  ArcThread* thread;
  REQUIRE(arc_rt_thread_spawn(
              [](void* argument) { traced_outer(reinterpret_cast<void (*)()>(argument)); },
              reinterpret_cast<void*>(what), nullptr, &thread) == 0);
  arc_rt_thread_join(thread);
}

const Scenario kScenarios[] = {
    {"hello", [] { PrintLine("hello, world"); }},
    {"exit",
     [] {
       Print("left early");
       arc_rt_exit(7);
     }},
    {"arguments",
     [] {
       uint64_t count;
       const ArcStringView* arguments = arc_rt_args(&count);
       for (uint64_t i = 1; i < count; ++i) PrintLine("<", arguments[i], ">");
     }},
    {"environment",
     [] {
       ArcStringView value;
       REQUIRE(arc_rt_getenv(Bytes("ABSENT_VARIABLE"), 15, &value) == -2);
       REQUIRE(arc_rt_getenv(Bytes("PRESENT"), 7, &value) == 0);
       PrintLine(value);
     }},
    {"panic",
     [] {
       Print("before ");
       traced_outer([] { arc_rt_panic(Bytes("it broke"), 8); });
     }},
    {"overflow_add", [] { traced_outer([] { arc_rt_panic_overflow_add(); }); }},
    {"overflow_sub", [] { traced_outer([] { arc_rt_panic_overflow_sub(); }); }},
    {"overflow_mul", [] { traced_outer([] { arc_rt_panic_overflow_mul(); }); }},
    {"overflow_div", [] { traced_outer([] { arc_rt_panic_overflow_div(); }); }},
    {"overflow_rem", [] { traced_outer([] { arc_rt_panic_overflow_rem(); }); }},
    {"overflow_neg", [] { traced_outer([] { arc_rt_panic_overflow_neg(); }); }},
    {"div_zero", [] { traced_outer([] { arc_rt_panic_div_zero(); }); }},
    {"bounds", [] { traced_outer([] { arc_rt_panic_bounds(-1, 3); }); }},
    {"bounds_u", [] { traced_outer([] { arc_rt_panic_bounds_u(~0ull, 3); }); }},
    {"slice", [] { traced_outer([] { arc_rt_panic_slice(5, 2, 3); }); }},
    {"null", [] { traced_outer([] { arc_rt_panic_null(); }); }},
    {"unwrap", [] { traced_outer([] { arc_rt_panic_unwrap(); }); }},
    {"cast", [] { traced_outer([] { arc_rt_panic_cast(); }); }},
    {"shift", [] { traced_outer([] { arc_rt_panic_shift(64, 64); }); }},
    {"unreachable", [] { traced_outer([] { arc_rt_panic_unreachable(); }); }},
    {"assert", [] { traced_outer([] { arc_rt_panic_assert(Bytes("a == b"), 6); }); }},
    {"out_of_memory", [] { traced_outer([] { arc_rt_alloc(1ull << 62); }); }},
    {"read_null",
     [] {
       Print("before ");
       traced_outer([] { sink = *reinterpret_cast<volatile int*>(zero); });
     }},
    {"wild",
     [] { traced_outer([] { sink = *reinterpret_cast<volatile int*>(0x123456789000 + zero); }); }},
    {"jump_null",
     [] { traced_outer([] { reinterpret_cast<void (*)()>(static_cast<uintptr_t>(zero))(); }); }},
    {"divide",
     [] {
       traced_outer([] {
         __asm__ volatile("xor %%ecx, %%ecx; mov $1, %%eax; cdq; idiv %%ecx" ::
                              : "eax", "ecx", "edx");
       });
     }},
    {"illegal", [] { traced_outer([] { __builtin_trap(); }); }},
    {"stack_overflow", [] { traced_outer(Overflow); }},
    {"thread_stack_overflow", [] { InThread(Overflow); }},
    {"thread_read_null", [] { InThread([] { sink = *reinterpret_cast<volatile int*>(zero); }); }},
    {"raised", [] { arc_rt_sys_kill(arc_rt_sys_getpid(), 11); }},
};

}  // namespace

extern "C" int32_t arc_main() { return RunScenario(kScenarios); }
