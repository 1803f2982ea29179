// Panics that run cleanups. Compiled with exceptions: what clang makes of the attribute `cleanup`
// is what the compiler makes of drops and defers. The linker gives the personality of C++ the
// runtime's address.

#include "runtime/core/tests/support.h"
#include "runtime/core/tests/unwind_parts.h"

using namespace arc::rt::testing;  // NOLINT: a test program

// C++ ends the program when a cleanup throws; the runtime does before it would come to that.
extern "C" void* __cxa_begin_catch(void*) { __builtin_trap(); }
namespace std {
[[noreturn]] void terminate() noexcept { __builtin_trap(); }
}  // namespace std

namespace {

void Say(const char* const* text) { PrintLine("cleanup ", *text); }
#define CLEANUP(function) [[gnu::cleanup(function)]]

// Nobody but this can know that it does not return.
volatile bool armed = true;
[[gnu::noinline]] void Panic(const char* text) {
  if (armed) arc_rt_panic(Bytes(text), Length(text));
}

[[gnu::noinline]] void Inner() {
  CLEANUP(Say) const char* first = "inner first";
  CLEANUP(Say) const char* second = "inner second";
  Panic("it broke");
}
[[gnu::noinline]] void Middle() {
  Inner();
  PrintLine("not reached");
}
[[gnu::noinline]] void Outer() {
  CLEANUP(Say) const char* name = "outer";
  Middle();
  PrintLine("not reached");
}

// Catches the panic of `function` and says what it was.
void Caught(void (*function)()) {
  ArcPanicInfo info;
  const int32_t panicked =
      arc_rt_catch([](void* argument) { reinterpret_cast<void (*)()>(argument)(); },
                   reinterpret_cast<void*>(function), &info);
  if (panicked == 0) return PrintLine("no panic");
  PrintLine("caught ", ArcStringView{info.message, info.message_length});
  arc_rt_panic_info_release(&info);
}

// -------------------------------------------------------------------------------------------------
// Values that live in preserved registers must be there in the cleanup.

uint64_t expected[6];

[[gnu::always_inline]] inline void Compare(uint64_t value, int n) {
  if (value == expected[n]) {
    PrintLine("kept ", int64_t{n});
  } else {
    PrintLine("lost ", int64_t{n});
  }
}
[[gnu::always_inline]] inline void Compare0(const uint64_t* value) { Compare(*value, 0); }
[[gnu::always_inline]] inline void Compare1(const uint64_t* value) { Compare(*value, 1); }
[[gnu::always_inline]] inline void Compare2(const uint64_t* value) { Compare(*value, 2); }
[[gnu::always_inline]] inline void Compare3(const uint64_t* value) { Compare(*value, 3); }
[[gnu::always_inline]] inline void Compare4(const uint64_t* value) { Compare(*value, 4); }
[[gnu::always_inline]] inline void Compare5(const uint64_t* value) { Compare(*value, 5); }

[[gnu::noinline]] uint64_t Draw(int n) {
  static uint64_t state = 88172645463325252ull;
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return expected[n] = state;
}

// Saves all preserved registers, and leaves other values in them.
[[gnu::noinline]] void Spoil(int depth) {
  __asm__ volatile(
      "mov $-1, %%rbx; mov $-2, %%r12; mov $-3, %%r13; mov $-4, %%r14; mov $-5, %%r15" ::
          : "rbx", "r12", "r13", "r14", "r15", "memory");
  if (depth == 0) return Panic("spoiled");
  Spoil(depth - 1);
  __asm__ volatile("" ::: "memory");
}

[[gnu::noinline]] void Registers() {
  CLEANUP(Compare0) uint64_t a = Draw(0);
  CLEANUP(Compare1) uint64_t b = Draw(1);
  CLEANUP(Compare2) uint64_t c = Draw(2);
  CLEANUP(Compare3) uint64_t d = Draw(3);
  CLEANUP(Compare4) uint64_t e = Draw(4);
  CLEANUP(Compare5) uint64_t f = Draw(5);
  Spoil(3);
}

// Frames whose size is known at run time only, and ones that are aligned.
[[gnu::noinline]] void OddFrames(uint64_t size) {
  CLEANUP(Say) const char* name = "odd";
  auto* room = static_cast<volatile uint8_t*>(__builtin_alloca(size));
  alignas(256) volatile uint8_t aligned[300];
  room[size - 1] = 1;
  aligned[299] = 1;
  REQUIRE(reinterpret_cast<uintptr_t>(&aligned[0]) % 256 == 0);
  if (size < 100) return Panic("odd");
  OddFrames(size / 3);
  room[0] = 2;
  aligned[0] = 2;
}

// -------------------------------------------------------------------------------------------------
// Depth.

int64_t cleaned;
void Count(const int64_t* depth) { cleaned += *depth; }

[[gnu::noinline]] void Descend(int64_t depth) {
  CLEANUP(Count) int64_t one = 1;
  if (depth == 1) return Panic("deep");
  Descend(depth - 1);
  __asm__ volatile("" ::: "memory");
}

[[gnu::noinline]] void DescendPlain(int64_t depth) {
  if (depth == 1) return Panic("deep");
  DescendPlain(depth - 1);
  __asm__ volatile("" ::: "memory");
}

// Nanoseconds for a panic through `frames` frames.
int64_t Time(void (*descend)(int64_t), int64_t frames) {
  struct Call {
    void (*descend)(int64_t);
    int64_t frames;
  } call = {descend, frames};
  const int64_t before = arc_rt_sys_clock(1);
  REQUIRE(arc_rt_catch(
              [](void* argument) {
                const auto* wanted = static_cast<const Call*>(argument);
                wanted->descend(wanted->frames);
              },
              &call, nullptr) == 1);
  return arc_rt_sys_clock(1) - before;
}

void Deep() {
  constexpr int64_t kFrames = 100'000;
  for (int round = 0; round < 3; ++round) {
    cleaned = 0;
    REQUIRE(Time(Descend, kFrames) < 5'000'000'000);
    REQUIRE(cleaned == kFrames);
    REQUIRE(Time(DescendPlain, kFrames) < 5'000'000'000);
  }
}

// Prints figures for runtime/core/README.md.
void Measure() {
  constexpr int64_t kFrames = 50'000;
  int64_t best[4] = {1ll << 40, 1ll << 40, 1ll << 40, 1ll << 40};
  for (int round = 0; round < 30; ++round) {
    const int64_t times[4] = {Time(DescendPlain, 2), Time(DescendPlain, kFrames), Time(Descend, 2),
                              Time(Descend, kFrames)};
    for (int i = 0; i < 4; ++i) best[i] = times[i] < best[i] ? times[i] : best[i];
  }
  constexpr int64_t kCalls = 1'000'000;
  const int64_t before = arc_rt_sys_clock(1);
  for (int64_t i = 0; i < kCalls; ++i) arc_rt_catch([](void*) {}, nullptr, nullptr);
  const int64_t calls = arc_rt_sys_clock(1) - before;
  PrintLine("two frames: ", best[0], " ns; a frame: ", (best[1] - best[0]) / kFrames,
            " ns; two cleanups: ", best[2],
            " ns; a frame with a cleanup: ", (best[3] - best[2]) / kFrames,
            " ns; a catch without a panic: ", calls * 1000 / kCalls, " ps");
}

// -------------------------------------------------------------------------------------------------
// Boundaries.

void CatchInside(const char* const* text) {
  PrintLine("cleanup ", *text);
  Caught([] { Panic("inside of a cleanup"); });
}
[[gnu::noinline]] void PanicWithCatchingCleanup() {
  CLEANUP(Say) const char* outer = "outer";
  CLEANUP(CatchInside) const char* inner = "inner";
  Panic("first");
}

void PanicAgain(const char* const* text) { Panic(*text); }
[[gnu::noinline]] void DoublePanic() {
  CLEANUP(Say) const char* outer = "must not run";
  CLEANUP(PanicAgain) const char* second = "second";
  Panic("first");
}

void ExitInCleanup(const int* code) { arc_rt_exit(*code); }
[[gnu::noinline]] void Exits() {
  CLEANUP(ExitInCleanup) int code = 7;
  Panic("the end");
}

uint32_t once_state;
bool once_done;
void TryOnce(const char* const*) {
  arc_rt_once(&once_state, [](void*) { once_done = true; }, nullptr);
}
[[gnu::noinline]] void OnceIsFreeInCleanups() {
  CLEANUP(TryOnce) const char* name = "";
  arc_rt_once(
      &once_state,
      [](void*) {
        CLEANUP(Say) const char* inside = "initializer";
        Panic("first try");
      },
      nullptr);
}

// A drop that panics leaves its frame out of the list of active ones.
void ShowDropFrames(void* const* own) {
  PrintLine(*arc_rt_drop_frames() == *own ? "own frame" : "another frame");
}
[[gnu::noinline]] void DropInside() {
  ArcDropFrame frame = {nullptr, nullptr, static_cast<ArcDropFrame*>(*arc_rt_drop_frames())};
  *arc_rt_drop_frames() = &frame;
  Panic("in a drop");
}
[[gnu::noinline]] void DropOutside() {
  ArcDropFrame frame = {nullptr, nullptr, static_cast<ArcDropFrame*>(*arc_rt_drop_frames())};
  CLEANUP(ShowDropFrames) void* own = &frame;
  *arc_rt_drop_frames() = &frame;
  DropInside();
}

void Threads() {
  for (int round = 0; round < 50; ++round) {
    cleaned = 0;
    ArcThread* thread = nullptr;
    REQUIRE(arc_rt_thread_spawn([](void*) { Descend(1000); }, nullptr, nullptr, &thread) == 0);
    REQUIRE(arc_rt_thread_join(thread) == 1);
    REQUIRE(cleaned == 1000);
    const uint8_t* text;
    uint64_t length;
    arc_rt_thread_report(thread, &text, &length);
    REQUIRE(Same({text, 12}, "panic: deep\n"));
    arc_rt_thread_release(thread);
  }
}

// Eight threads panic at the same time, each with boundaries of its own.
void ManyThreads() {
  ArcThread* threads[8];
  for (ArcThread*& thread : threads) {
    REQUIRE(arc_rt_thread_spawn(
                [](void*) {
                  for (int i = 0; i < 200; ++i) Time(DescendPlain, 100);
                  DescendPlain(10);
                },
                nullptr, nullptr, &thread) == 0);
  }
  for (ArcThread* thread : threads) {
    REQUIRE(arc_rt_thread_join(thread) == 1);
    arc_rt_thread_release(thread);
  }
}

[[gnu::noinline]] void AllocateTooMuch() {
  CLEANUP(Say) const char* name = "out of memory";
  arc_rt_alloc(1ull << 62);
}

// No mapping can be had any more: the message is cut, everything else happens as always.
void NoMemoryForTheReport() {
  uint64_t limit[2] = {1, 1};
  REQUIRE(arc_rt_sys_raw(160 /*setrlimit*/, 9 /*RLIMIT_AS*/, reinterpret_cast<uintptr_t>(limit), 0,
                         0, 0, 0) == 0);
  ArcPanicInfo info;
  REQUIRE(arc_rt_catch(
              [](void*) {
                CLEANUP(Say) const char* name = "without memory";
                char text[300];
                for (char& byte : text) byte = 'x';
                arc_rt_panic(Bytes(text), sizeof(text));
              },
              nullptr, &info) == 1);
  REQUIRE(info.mapping == nullptr && info.report == info.short_report);
  REQUIRE(info.message_length == sizeof(info.short_report) - 7 && info.message[120] == 'x');
  arc_rt_panic_info_release(&info);
}

void NestedCatches() {
  Caught([] {
    CLEANUP(Say) const char* name = "between";
    Caught([] { Panic("inner"); });
    Caught([] {});
    Panic("outer");
  });
}

[[gnu::noinline]] void CleanupBeyondUntabled() {
  CLEANUP(Say) const char* name = "must not run";
  untabled_call([] { Panic("behind code without tables"); });
}

const Scenario kScenarios[] = {
    {"order",
     [] {
       Print("before\n");
       Outer();
     }},
    {"registers", [] { Caught(Registers); }},
    {"odd_frames", [] { Caught([] { OddFrames(10'000); }); }},
    {"deep", Deep},
    {"measure", Measure},
    {"nested_catches", NestedCatches},
    {"catch_in_cleanup", [] { Caught(PanicWithCatchingCleanup); }},
    {"double_panic", DoublePanic},
    {"double_panic_caught", [] { Caught(DoublePanic); }},
    {"exit_in_cleanup", Exits},
    {"once",
     [] {
       Caught(OnceIsFreeInCleanups);
       REQUIRE(once_done && once_state == 2);
     }},
    {"drop_frames",
     [] {
       Caught(DropOutside);
       REQUIRE(*arc_rt_drop_frames() == nullptr);
     }},
    {"threads", Threads},
    {"many_threads", ManyThreads},
    {"out_of_memory", [] { Caught(AllocateTooMuch); }},
    {"no_memory_for_the_report", NoMemoryForTheReport},
    {"untabled", [] { Caught([] { untabled_call(Outer); }); }},
    {"cleanup_beyond_untabled", [] { Caught(CleanupBeyondUntabled); }},
    {"broken_chain", [] { Caught([] { broken_frame_pointer(Outer); }); }},
    {"foreign", [] { Caught([] { foreign_cleanup(Outer); }); }},
    {"resume_without_panic", [] { _Unwind_Resume(nullptr); }},
};

}  // namespace

extern "C" int32_t arc_main() { return RunScenario(kScenarios); }
