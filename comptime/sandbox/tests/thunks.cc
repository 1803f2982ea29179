// Thunks as the evaluator would compile them, for worker_test: linked to lie in the slab.
// Much of this is what nobody should do.
// They get numbers from a file named "parameter", and give 8 bytes unless they say otherwise.

#include "comptime/sandbox/tests/thunks.h"

// NOLINTBEGIN(modernize-deprecated-headers, performance-no-int-to-ptr, clang-analyzer-*)

#include <stddef.h>
#include <stdint.h>

#include "comptime/api/comptime_api.h"
#include "runtime/core/contract.h"

namespace {

using Api = const ArcComptimeApi*;
using Value = ArcComptimeValue*;

ArcComptimeControl* Control() {
  return reinterpret_cast<ArcComptimeControl*>(ARC_COMPTIME_CONTROL_ADDRESS);
}

// Keeps the optimizer from knowing a value.
template <typename T>
T Opaque(T value) {
  __asm__ volatile("" : "+r"(value)::"memory");
  return value;
}

uint64_t Parameter(Api api) {
  constexpr char kName[] = "parameter";
  uint64_t length = 0;
  const uint8_t* text =
      api->file(reinterpret_cast<const uint8_t*>(kName), sizeof(kName) - 1, &length);
  uint64_t number = 0;
  for (uint64_t i = 0; i < length; ++i) number = 10 * number + (text[i] - '0');
  return number;
}

void Give(Api api, Value result, uint64_t number) {
  *static_cast<uint64_t*>(api->place(result, 8, 8)) = number;
}

template <size_t size>
void Print(Api api, const char (&text)[size]) {
  api->print(reinterpret_cast<const uint8_t*>(text), size - 1);
}

int64_t SystemCall(int64_t number, uint64_t a, uint64_t b, uint64_t c) {
  int64_t result;
  register uint64_t none __asm__("r10") = 0;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(none)
                   : "rcx", "r11", "memory");
  return result;
}

// Ends.

void Nothing(Api /*api*/, Value /*result*/) {}

void FortyTwo(Api api, Value result) { Give(api, result, 42); }

[[gnu::noinline]] void Inner(uint64_t index) { arc_rt_panic_bounds_u(index, 3); }
[[gnu::noinline]] void Outer(uint64_t index) {
  Inner(index + 2);
  __asm__ volatile("");
}
void Panics(Api /*api*/, Value /*result*/) {
  Outer(Opaque(5));
  __asm__ volatile("");
}

void Fails(Api api, Value /*result*/) {
  constexpr char kText[] = "the table has a hole";
  api->error(reinterpret_cast<const uint8_t*>(kText), sizeof(kText) - 1);
}

void LongError(Api api, Value /*result*/) {
  static uint8_t text[4000];
  // Two bytes a character, one byte off: the cut would go through one.
  text[0] = 'x';
  for (size_t i = 1; i + 1 < sizeof(text); i += 2) {
    text[i] = 0xC3;
    text[i + 1] = 0xA4;
  }
  api->error(text, sizeof(text) - 1);
}

// Counts in a register.
void OutOfFuel(Api /*api*/, Value /*result*/) {
  arc_comptime_out_of_fuel();
  __asm__ volatile("");
}

void EndlessWithFuel(Api /*api*/, Value /*result*/) {
  for (;;) {
    if (--Control()->fuel < 0) arc_comptime_out_of_fuel();
  }
}

[[gnu::noinline]] void SpinForEver() {
  for (;;) __asm__ volatile("pause");
}
void Endless(Api api, Value /*result*/) {
  Print(api, "before");
  SpinForEver();
  __asm__ volatile("");
}

[[gnu::noinline]] uint64_t RecurseFor(uint64_t depth) {
  if (depth == 0) return 0;
  return Opaque(RecurseFor(depth - 1)) + 1;
}
void Recurse(Api api, Value result) { Give(api, result, RecurseFor(Parameter(api))); }

[[gnu::noinline]] uint64_t RecurseWide(uint64_t depth, volatile uint8_t* outer) {
  volatile uint8_t wide[1 << 20];
  wide[0] = static_cast<uint8_t>(depth + outer[0]);
  return depth == 0 ? 0 : Opaque(RecurseWide(depth - 1, wide)) + wide[0];
}
void RecurseInMegabytes(Api api, Value result) {
  volatile uint8_t first = 0;
  Give(api, result, RecurseWide(Parameter(api), &first));
}

void AllocateForEver(Api /*api*/, Value /*result*/) {
  for (;;) {
    auto* block = static_cast<volatile uint8_t*>(arc_rt_alloc(64 << 10));
    *block = 1;
  }
}

void Allocate(Api api, Value result) {
  auto* block = static_cast<volatile uint8_t*>(arc_rt_alloc(Parameter(api)));
  *block = 1;
  Give(api, result, 1);
}

void PrintSome(Api api, Value /*result*/) {
  Print(api, "one");
  api->warn(reinterpret_cast<const uint8_t*>("two"), 3);
  api->print(nullptr, 0);
  Print(api, "three\n");
}

void PrintForEver(Api api, Value /*result*/) {
  for (;;) Print(api, "0123456789");
}

// Faults.

[[gnu::noinline]] void Store(uint64_t address) {
  *reinterpret_cast<volatile uint64_t*>(address) = 1;
}
void StoreAt(Api api, Value /*result*/) {
  Store(Parameter(api));
  __asm__ volatile("");
}

void CallAt(Api api, Value /*result*/) {
  reinterpret_cast<void (*)()>(Parameter(api))();
  __asm__ volatile("");
}

void Divide(Api api, Value result) {
  volatile uint64_t divisor = Parameter(api);
  Give(api, result, 100 / divisor);
}

void IllegalInstruction(Api /*api*/, Value /*result*/) { __asm__ volatile("ud2"); }
void Breakpoint(Api /*api*/, Value /*result*/) { __asm__ volatile("int3"); }
void ReadClock(Api /*api*/, Value /*result*/) { __asm__ volatile("rdtsc" ::: "rax", "rdx"); }

// Hostile ones.

void CallKernel(Api api, Value result) {
  const uint64_t number = Parameter(api);
  Give(api, result, static_cast<uint64_t>(SystemCall(static_cast<int64_t>(number), 0, 0, 0)));
}

// Waits for nobody: with a call that workers may make.
void SleepForEver(Api /*api*/, Value /*result*/) {
  static uint32_t word;
  for (;;) SystemCall(202 /* futex */, reinterpret_cast<uint64_t>(&word), 0 /* wait */, 0);
}

// By the gate of 32-bit programs: getpid.
void CallOldKernel(Api api, Value result) {
  uint64_t number = 20;
  __asm__ volatile("int $0x80" : "+a"(number)::"memory", "r8", "r9", "r10", "r11");
  Give(api, result, number);
}

// Takes the loop's place: gives an answer of its own and never comes back.
void Forge(Api api, Value /*result*/) {
  ArcComptimeControl* control = Control();
  const uint64_t which = Parameter(api);
  control->end = ARC_COMPTIME_DONE;
  control->image_bytes = 16;
  control->image_align = 8;
  control->link_count = 0;
  control->output_bytes = 0;
  auto* links =
      reinterpret_cast<ArcComptimeLink*>(ARC_COMPTIME_RESULT_ADDRESS + ARC_COMPTIME_RESULT_BYTES);
  switch (static_cast<Forgery>(which)) {
    case Forgery::kNone:
      break;
    case Forgery::kEnd:
      control->end = 77;
      break;
    case Forgery::kDied:
      control->end = ARC_COMPTIME_WORKER_DIED;
      break;
    case Forgery::kMessage:
      control->end = ARC_COMPTIME_PANIC;
      control->message_length = ~uint32_t{0};
      break;
    case Forgery::kFrames:
      control->end = ARC_COMPTIME_PANIC;
      control->frame_count = 65;
      break;
    case Forgery::kImage:
      control->image_bytes = ~uint64_t{0};
      break;
    case Forgery::kAlign:
      control->image_align = 48;
      break;
    case Forgery::kLinkCount:
      control->link_count = uint64_t{1} << 60;
      break;
    case Forgery::kLinkSlot:
      control->link_count = 1;
      links[-1] = {16, 0, 0};
      break;
    case Forgery::kLinkTarget:
      control->link_count = 1;
      links[-1] = {0, 17, 0};
      break;
    case Forgery::kLinkTwice:
      control->link_count = 2;
      links[-1] = links[-2] = {8, 0, 0};
      break;
    case Forgery::kOutput:
      control->output_bytes = 12;
      reinterpret_cast<uint32_t*>(ARC_COMPTIME_CONTROL_ADDRESS + ARC_COMPTIME_OUTPUT_OFFSET)[0] = 0;
      reinterpret_cast<uint32_t*>(ARC_COMPTIME_CONTROL_ADDRESS + ARC_COMPTIME_OUTPUT_OFFSET)[1] = 5;
      break;
    case Forgery::kOutputLength:
      control->output_bytes = ~uint64_t{0};
      break;
  }
  __atomic_store_n(&control->turn, 0, __ATOMIC_SEQ_CST);
  for (;;) __asm__ volatile("pause");
}

// Results.

void Linked(Api api, Value result) {
  auto* value = static_cast<uint64_t*>(api->place(result, 24, 8));
  auto* text = static_cast<uint8_t*>(api->place(result, 3, 1));
  __builtin_memcpy(text, "abc", 3);
  auto* aligned = static_cast<uint64_t*>(api->place(result, 8, 64));
  *aligned = 7;
  value[1] = 99;  // the link clears it
  // Not in the order of the slots.
  api->link(result, &value[2], text + 3);
  api->link_code(result, &value[1], reinterpret_cast<const void*>(&FortyTwo));
  api->link(result, &value[0], aligned);
}

void LinkOutside(Api api, Value result) {
  auto* value = static_cast<uint64_t*>(api->place(result, 8, 8));
  api->link(result, value, &thunk_table);
}

// As large as the parameter says, and then nothing comes of it.
void LargeResultAndPanic(Api api, Value result) {
  const uint64_t size = Parameter(api);
  __builtin_memset(api->place(result, size, 8), 0x5A, size);
  Outer(Opaque(5));
  __asm__ volatile("");
}

void LargeResult(Api api, Value result) {
  const uint64_t size = Parameter(api);
  auto* bytes = static_cast<uint8_t*>(api->place(result, size, 8));
  __builtin_memset(bytes, 0x5A, size);
}

void ReadFile(Api api, Value result) {
  uint64_t length = 0;
  const uint8_t* data = api->file(reinterpret_cast<const uint8_t*>("words.txt"), 9, &length);
  __builtin_memcpy(api->place(result, length, 1), data, length);
}

// Asks two things, one of them twice, and needs the second answer.
void Ask(Api api, Value result) {
  const auto ask = [&](const char* question, uint64_t size, uint64_t* length) {
    return api->ask(reinterpret_cast<const uint8_t*>(question), size, length);
  };
  uint64_t first = 0, second = 0, again = 0;
  ask("?first", 6, &first);
  api->print(reinterpret_cast<const uint8_t*>("asking"), 6);
  const uint8_t* answer = ask("?second", 7, &second);
  ask("?first", 6, &again);
  if (answer == nullptr) {
    if (first != 0 || second != 1 || again != 0) __builtin_trap();
    api->wait();
  }
  __builtin_memcpy(api->place(result, second, 1), answer, second);
}

// What one evaluation leaves for the next.

volatile uint64_t changed_data = 0x1234567887654321;  // in the slab
volatile uint64_t changed_bss[1000];

constexpr uint64_t kMark = 0xABABABABABABABAB;

[[gnu::noinline]] void MarkStack(uint64_t bytes) {
  auto* low = static_cast<volatile uint64_t*>(__builtin_alloca(bytes));
  for (uint64_t i = 0; i < bytes / 8; i += 64) low[i] = kMark;
}

[[gnu::noinline]] uint64_t CountOnStack(uint64_t bytes) {
  auto* low = static_cast<volatile uint64_t*>(__builtin_alloca(bytes));
  uint64_t count = 0;
  for (uint64_t i = 0; i < bytes / 8; i += 64) count += low[i] == kMark;
  return count;
}

constexpr uint64_t kStackMarks = 1 << 20;
constexpr uint64_t kHeapMarks = 8 << 20;

void LeaveMarks(Api api, Value result) {
  changed_data = kMark;
  for (volatile uint64_t& word : changed_bss) word = kMark;
  auto* heap = static_cast<uint64_t*>(arc_rt_alloc(kHeapMarks));
  for (uint64_t i = 0; i < kHeapMarks / 8; ++i) heap[i] = kMark;
  auto* small = static_cast<uint64_t*>(arc_rt_alloc(64));
  for (int i = 0; i < 8; ++i) small[i] = kMark;
  // Wild ones: far beyond what was allocated.
  reinterpret_cast<volatile uint64_t*>(ARC_COMPTIME_HEAP_ADDRESS)[(100 << 20) / 8] = kMark;
  reinterpret_cast<volatile uint64_t*>(ARC_COMPTIME_STACK_ADDRESS)[1] = kMark;
  auto* image = static_cast<uint64_t*>(api->place(result, 4096, 8));
  for (uint64_t i = 0; i < 4096 / 8; ++i) image[i] = kMark;
  arc_rt_drop_frames()[0] = reinterpret_cast<void*>(kMark);  // the image's own data
  MarkStack(kStackMarks);
}

// How many marks there are.
void CountMarks(Api api, Value result) {
  uint64_t count = changed_data != 0x1234567887654321;
  for (const volatile uint64_t& word : changed_bss) count += word != 0;
  auto* heap = static_cast<volatile uint64_t*>(arc_rt_alloc(kHeapMarks));
  for (uint64_t i = 0; i < kHeapMarks / 8; ++i) count += heap[i] != 0;
  auto* small = static_cast<volatile uint64_t*>(arc_rt_alloc(64));
  for (int i = 0; i < 8; ++i) count += small[i] != 0;
  count += reinterpret_cast<volatile uint64_t*>(ARC_COMPTIME_HEAP_ADDRESS)[(100 << 20) / 8] != 0;
  count += reinterpret_cast<volatile uint64_t*>(ARC_COMPTIME_STACK_ADDRESS)[1] != 0;
  count += arc_rt_drop_frames()[0] != nullptr;
  count += CountOnStack(kStackMarks);
  auto* image = static_cast<volatile uint64_t*>(api->place(result, 4096, 8));
  for (uint64_t i = 1; i < 4096 / 8; ++i) count += image[i] != 0;
  image[0] = count;
}

// Where things are.
void Addresses(Api api, Value result) {
  uint64_t local = 0;
  auto* value = static_cast<uint64_t*>(api->place(result, 64, 8));
  value[0] = reinterpret_cast<uint64_t>(arc_rt_alloc(24));
  value[1] = reinterpret_cast<uint64_t>(arc_rt_alloc(5000));
  value[2] = reinterpret_cast<uint64_t>(arc_rt_alloc(1 << 20));
  value[3] = reinterpret_cast<uint64_t>(&local);
  value[4] = reinterpret_cast<uint64_t>(arc_rt_drop_frames());
  value[5] = reinterpret_cast<uint64_t>(value);
  value[6] = reinterpret_cast<uint64_t>(api);
  value[7] = static_cast<uint64_t>(Control()->fuel);
}

// The heap: random calls, each block filled with its own pattern.

uint64_t Fill(uint64_t seed, uint64_t i) { return (seed * 0x9E3779B97F4A7C15) ^ i; }

void UseHeap(Api api, Value result) {
  constexpr size_t kSlots = 256;
  static struct Slot {
    uint8_t* block;
    uint64_t size;
    uint64_t seed;
  } slots[kSlots];
  const uint64_t rounds = Parameter(api);
  uint64_t random = 1;
  uint64_t wrong = 0;
  const auto check = [&wrong](const Slot& slot, uint64_t bytes) {
    for (uint64_t i = 0; i < bytes; i += 61) {
      wrong += slot.block[i] != static_cast<uint8_t>(Fill(slot.seed, i));
    }
  };
  const auto fill = [](const Slot& slot) {
    for (uint64_t i = 0; i < slot.size; i += 61) {
      slot.block[i] = static_cast<uint8_t>(Fill(slot.seed, i));
    }
  };
  for (uint64_t round = 0; round < rounds; ++round) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    Slot& slot = slots[(random >> 33) % kSlots];
    const uint64_t size = (random >> 40) % (uint64_t{1} << (3 + (random >> 60)));
    if (slot.block == nullptr) {
      slot = {static_cast<uint8_t*>(arc_rt_alloc(size)), size, round};
    } else if (random >> 20 & 1) {
      const uint64_t kept = size < slot.size ? size : slot.size;
      slot.block = static_cast<uint8_t*>(arc_rt_realloc(slot.block, slot.size, size));
      slot.size = kept;
      check(slot, kept);
      slot = {slot.block, size, round};
    } else {
      check(slot, slot.size);
      arc_rt_free(slot.block, slot.size);
      slot = {};
    }
    if (slot.block == nullptr) continue;
    wrong += size != 0 && size % 16 == 0 && reinterpret_cast<uintptr_t>(slot.block) % 16 != 0;
    fill(slot);
  }
  uint64_t live = 0;
  for (const Slot& slot : slots) live += slot.block != nullptr;
  wrong += arc_rt_live_objects() != live;
  for (Slot& slot : slots) {
    if (slot.block == nullptr) continue;
    check(slot, slot.size);
    arc_rt_free(slot.block, slot.size);
  }
  wrong += arc_rt_live_objects();
  Give(api, result, wrong);
}

// Grows one block as a vector does; how often it moved.
void GrowVector(Api api, Value result) {
  const uint64_t last = Parameter(api);
  uint64_t moves = 0;
  uint64_t size = 64;
  auto* block = static_cast<uint8_t*>(arc_rt_alloc(size));
  while (size < last) {
    block[size - 1] = 1;
    auto* moved = static_cast<uint8_t*>(arc_rt_realloc(block, size, 2 * size));
    moves += moved != block;
    if (moved[size - 1] != 1) moves += 1000;
    block = moved;
    size *= 2;
  }
  Give(api, result, moves);
}

void DirtyHeap(Api api, Value /*result*/) {
  const uint64_t bytes = Parameter(api);
  auto* block = static_cast<uint8_t*>(arc_rt_alloc(bytes));
  __builtin_memset(block, 1, bytes);
  __asm__ volatile("" ::"r"(block) : "memory");
}

// The system.

void OpenFile(Api /*api*/, Value /*result*/) {
  arc_rt_sys_open(reinterpret_cast<const uint8_t*>("/etc/passwd"), 11, 0, 0);
  __asm__ volatile("");
}
void WriteOutput(Api /*api*/, Value /*result*/) {
  arc_rt_stdout_write(reinterpret_cast<const uint8_t*>("x"), 1);
  __asm__ volatile("");
}
void AskClock(Api /*api*/, Value /*result*/) {
  arc_rt_sys_clock(0);
  __asm__ volatile("");
}
void StartThread(Api /*api*/, Value /*result*/) {
  ArcThread* thread;
  arc_rt_thread_spawn(nullptr, nullptr, nullptr, &thread);
  __asm__ volatile("");
}

uint32_t once_state;
void RunOnce(void* place) { arc_rt_once(&once_state, RunOnce, place); }
void OnceInItself(Api /*api*/, Value /*result*/) { arc_rt_once(&once_state, RunOnce, nullptr); }

void FormatNumber(Api api, Value result) {
  uint8_t text[32];
  const uint64_t length = arc_rt_format_f64(0.1, text, sizeof(text), ARC_FLOAT_SHORTEST, 0);
  __builtin_memcpy(api->place(result, length, 1), text, length);
}

}  // namespace

extern "C" {

#define THUNK(function) {#function, function}
const TestThunk thunk_table[] = {
    THUNK(Addresses),
    THUNK(Allocate),
    THUNK(AllocateForEver),
    THUNK(AskClock),
    THUNK(Breakpoint),
    THUNK(CallAt),
    THUNK(CallKernel),
    THUNK(CallOldKernel),
    THUNK(CountMarks),
    THUNK(DirtyHeap),
    THUNK(Divide),
    THUNK(Endless),
    THUNK(EndlessWithFuel),
    THUNK(Fails),
    THUNK(Forge),
    THUNK(FormatNumber),
    THUNK(FortyTwo),
    THUNK(GrowVector),
    THUNK(IllegalInstruction),
    THUNK(LargeResult),
    THUNK(LargeResultAndPanic),
    THUNK(LeaveMarks),
    THUNK(LinkOutside),
    THUNK(Linked),
    THUNK(LongError),
    THUNK(Nothing),
    THUNK(OnceInItself),
    THUNK(OpenFile),
    THUNK(OutOfFuel),
    THUNK(Panics),
    THUNK(PrintForEver),
    THUNK(PrintSome),
    THUNK(ReadClock),
    THUNK(ReadFile),
    THUNK(Ask),
    THUNK(Recurse),
    THUNK(RecurseInMegabytes),
    THUNK(SleepForEver),
    THUNK(StartThread),
    THUNK(StoreAt),
    THUNK(UseHeap),
    THUNK(WriteOutput),
    {nullptr, nullptr},
};

}  // extern "C"

// NOLINTEND(modernize-deprecated-headers, performance-no-int-to-ptr, clang-analyzer-*)
