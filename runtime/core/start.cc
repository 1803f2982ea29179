// From the program's first instruction to arc_main, and the way out.
//
// A trivial program is little more than an execve: this path makes seven system calls and touches
// as few pages as it can. No CPUID: it traps under virtualization and costs 3.7 us each time.

#include <linux/auxvec.h>
#include <linux/fcntl.h>

#include "runtime/core/atomic.h"
#include "runtime/core/compute.h"
#include "runtime/core/contract.h"
#include "runtime/core/foundation.h"
#include "runtime/core/memory.h"
#include "runtime/core/panic.h"
#include "runtime/core/signals.h"
#include "runtime/core/sys.h"
#include "runtime/core/text.h"
#include "runtime/core/thread_block.h"
#include "runtime/core/unwind.h"

namespace arc::rt {
namespace {

// The main thread's alternate signal stack: untouched pages of it cost nothing.
alignas(64) uint8_t main_signal_stack[kSignalStackSize];

// Where the kernel put the vectors.
[[ARC_RT_START_DATA]] constinit char** argument_vector = nullptr;
[[ARC_RT_START_DATA]] constinit uint64_t argument_count = 0;
[[ARC_RT_START_DATA]] constinit char** environment_vector = nullptr;

// The kernel's vector of facts lies behind the environment; 0 for one that it does not hold.
uintptr_t AuxiliaryValue(uintptr_t key) {
  const auto* entry = reinterpret_cast<const uintptr_t*>(environment_vector);
  while (*entry != 0) ++entry;
  for (++entry; entry[0] != AT_NULL; entry += 2) {
    if (entry[0] == key) return entry[1];
  }
  return 0;
}

// The canary against overwritten return addresses: random, with a zero byte that ends strings.
uintptr_t StackGuard() {
  const auto* source = reinterpret_cast<const void*>(AuxiliaryValue(AT_RANDOM));
  if (source == nullptr) return 0xD6E45A3C9F81B200;
  uintptr_t random;
  __builtin_memcpy(&random, source, sizeof(random));
  return random & ~uintptr_t{0xFF};
}

// Descriptors 0 to 2 that came closed are opened on /dev/null, so that no file of the program's
// gets their numbers and receives its messages. One call finds out about all three.
void OpenStandardDescriptors() {
  ArcPollEntry entries[3] = {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}};
  constexpr int16_t kNotOpen = 0x20;  // POLLNVAL
  if (arc_rt_syscall3(__NR_poll, Word(entries), 3, 0) <= 0) return;
  for (const ArcPollEntry& entry : entries) {
    // Opening takes the lowest free number, which is this one: lower ones are open by now.
    if ((entry.revents & kNotOpen) != 0) {
      arc_rt_syscall4(__NR_openat, Word(int64_t{AT_FDCWD}), Word("/dev/null"), O_RDWR, 0);
    }
  }
}

constexpr char kComputeFlag[] = "--compute=";
constexpr size_t kComputeFlagLength = sizeof(kComputeFlag) - 1;

struct ViewList {
  ArcStringView* views;
  uint64_t count;
};

// Made at first use: programs that do not look at their arguments pay nothing. Never freed.
ViewList MakeViews(char** vector) {
  uint64_t count = 0;
  while (vector[count] != nullptr) ++count;
  auto* views = static_cast<ArcStringView*>(MapMemory((count + 1) * sizeof(ArcStringView)));
  if (views == nullptr) OutOfMemory((count + 1) * sizeof(ArcStringView));
  for (uint64_t i = 0; i < count; ++i) {
    views[i] = {reinterpret_cast<const uint8_t*>(vector[i]), TextLength(vector[i])};
  }
  return {views, count};
}

// Two threads may make the list at the same time; the first to publish wins.
const ArcStringView* ViewsOnce(Atomic<ArcStringView*>& published, char** vector, uint64_t* count) {
  // Acquire: pairs with the release below; the entries are seen behind the pointer.
  ArcStringView* views = published.Load(Order::kAcquire);
  if (views == nullptr) {
    const ViewList list = MakeViews(vector);
    if (published.CompareExchange(views, list.views, Order::kRelease, Order::kAcquire)) {
      views = list.views;
    } else {
      UnmapMemory(list.views, (list.count + 1) * sizeof(ArcStringView));
    }
  }
  uint64_t n = 0;
  while (views[n].data != nullptr) ++n;
  *count = n;
  return views;
}

constinit Atomic<ArcStringView*> argument_views(nullptr);
constinit Atomic<ArcStringView*> environment_views(nullptr);

// What the process is there for; the exit code goes to *code.
void RunProgram(void* code) {
  auto* result = static_cast<int32_t*>(code);
  if (argument_count > 1) {
    const char* first = argument_vector[1];
    const size_t length = TextLength(first);
    if (StartsWith(reinterpret_cast<const uint8_t*>(first), length, kComputeFlag)) {
      *result = RunComputeChild(first + kComputeFlagLength, length - kComputeFlagLength);
      return;
    }
  }
  *result = arc_main();
}

}  // namespace

const char* ExecutedPath() { return reinterpret_cast<const char*>(AuxiliaryValue(AT_EXECFN)); }

}  // namespace arc::rt

extern "C" {

const uint32_t arc_rt_abi_1 = ARC_RT_ABI_VERSION;

void arc_rt_start(uintptr_t* stack) {
  using namespace arc::rt;
  argument_count = stack[0];
  argument_vector = reinterpret_cast<char**>(stack + 1);
  environment_vector = argument_vector + argument_count + 1;

  main_thread.self = &main_thread;
  main_thread.is_main = 1;
  main_thread.stack_guard = StackGuard();
  main_thread.stack_high = reinterpret_cast<uintptr_t>(stack);
  main_thread.signal_stack = main_signal_stack;
  if (SetThreadPointer(&main_thread) != 0) ExitProcess(127);
  OpenStandardDescriptors();
  UseSignalStack(&main_thread);
  InstallFaultHandlers();

  int32_t code = 0;
  if (Catch(RunProgram, &code, &main_thread.failure, /*reports=*/true)) {
    // The panic has dropped what the program held: what is left leaked. The side that waits for a
    // child is told of the panic, not of leaks.
    const bool leaks = arc_rt_is_compute_child() == 0 && CheckHeapAtExit(0) != 0;
    EndPanickedProcess(main_thread.failure, leaks ? ARC_RT_EXIT_LEAK : ARC_RT_EXIT_PANIC);
  }
  arc_rt_stdout_flush();
  arc_rt_exit(CheckHeapAtExit(code));
}

void arc_rt_exit(int32_t code) {
  arc_rt_stdout_flush();
  arc::rt::ExitProcess(code);
}

const ArcStringView* arc_rt_args(uint64_t* count) {
  return arc::rt::ViewsOnce(arc::rt::argument_views, arc::rt::argument_vector, count);
}

const ArcStringView* arc_rt_environment(uint64_t* count) {
  return arc::rt::ViewsOnce(arc::rt::environment_views, arc::rt::environment_vector, count);
}

int64_t arc_rt_getenv(const uint8_t* name, uint64_t length, ArcStringView* value) {
  for (char** entry = arc::rt::environment_vector; *entry != nullptr; ++entry) {
    const auto* text = reinterpret_cast<const uint8_t*>(*entry);
    uint64_t i = 0;
    while (i < length && text[i] != 0 && text[i] == name[i]) ++i;
    if (i == length && text[i] == '=') {
      *value = {text + length + 1, arc::rt::TextLength(*entry + length + 1)};
      return 0;
    }
  }
  return -ENOENT;
}

}  // extern "C"
