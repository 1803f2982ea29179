// From the program's first instruction to the loop: maps what it needs, then gives up all else.
//
// The kernel's own mappings (the first stack, the vdso with its clocks) are at random addresses, so
// they go away: addresses are the same in every worker.

#include <asm/mman.h>
#include <asm/prctl.h>
#include <asm/unistd.h>
#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/signal.h>

#include "comptime/sandbox/worker/filter.h"
#include "comptime/sandbox/worker/image_data.h"
#include "comptime/sandbox/worker/worker.h"
#include "runtime/core/foundation.h"
#include "runtime/core/sys.h"

namespace arc::comptime {
namespace {

using rt::IsError;
using rt::kPageSize;
using rt::Word;

// What the ABI reads through the thread pointer.
struct ThreadBlock {
  uint8_t thread_local_data[64];  // LLVM libc has a buffer for error texts
  void* self;                     // here the pointer points
  uintptr_t unused[4];
  uintptr_t stack_guard;  // fs:0x28
};
alignas(16) constinit ThreadBlock thread_block = {{}, nullptr, {}, 0xD6E45A3C9F81B200};
static_assert(offsetof(ThreadBlock, stack_guard) - offsetof(ThreadBlock, self) == 0x28);

[[noreturn]] void Fail(StartStep step, int64_t error) {
  TheSession()->error = static_cast<int32_t>(-error);
  __atomic_store_n(&TheSession()->failed_step, step, __ATOMIC_RELEASE);
  rt::ExitProcess(kStartFailedCode);
}

void Check(StartStep step, int64_t result) {
  if (IsError(result)) Fail(step, result);
}

int64_t Map(uint64_t address, uint64_t length, int protection, int flags, int fd, uint64_t offset) {
  return arc_rt_syscall6(__NR_mmap, address, length, Word(int64_t{protection}),
                         Word(int64_t{flags | MAP_FIXED}), Word(int64_t{fd}), offset);
}

void MapShared(uint64_t address, uint64_t length, int protection, int fd, uint64_t offset) {
  Check(kStepMap, Map(address, length, protection, MAP_SHARED, fd, offset));
}

int64_t TryToMapOwn(uint64_t address, uint64_t length) {
  return Map(address, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
             -1, 0);
}

void MapOwn(uint64_t address, uint64_t length) { Check(kStepMap, TryToMapOwn(address, length)); }

// Where address space is limited (ulimit -v, strict overcommit) the heap is what there is; how
// many bytes. Evaluations that need more run out of memory.
uint64_t MapHeap(uint64_t wanted) {
  constexpr uint64_t kLeast = 64 << 20;
  uint64_t bytes = wanted;
  int64_t error = TryToMapOwn(ARC_COMPTIME_HEAP_ADDRESS, bytes);
  while (error == -ENOMEM && bytes / 2 >= kLeast) {
    bytes = bytes / 2 / kPageSize * kPageSize;
    error = TryToMapOwn(ARC_COMPTIME_HEAP_ADDRESS, bytes);
  }
  Check(kStepMap, error);
  return bytes;
}

// The heap is in huge pages where it is large: a page fault for 2 MiB costs as much as some for
// 4 KiB. Not its beginning, which is all that most evaluations touch.
constexpr uint64_t kSmallPagesBytes = 4 << 20;

// How long the heap is.
uint64_t MapMemory(uint64_t wanted_heap_bytes, uint64_t stack_bytes) {
  constexpr int kReadWrite = PROT_READ | PROT_WRITE;
  MapShared(ARC_COMPTIME_CONTROL_ADDRESS + ARC_COMPTIME_FILES_OFFSET, ARC_COMPTIME_FILES_BYTES,
            PROT_READ, kSharedFd, ARC_COMPTIME_FILES_OFFSET);
  MapShared(ARC_COMPTIME_RESULT_ADDRESS, ARC_COMPTIME_RESULT_BYTES, kReadWrite, kSharedFd,
            kResultOffset);
  MapShared(ARC_COMPTIME_CODE_ADDRESS, ARC_COMPTIME_CODE_BYTES, PROT_READ | PROT_EXEC, kCodeFd, 0);
  Check(kStepMap, Map(ARC_COMPTIME_DATA_ADDRESS, ARC_COMPTIME_DATA_BYTES, kReadWrite,
                      MAP_PRIVATE | MAP_NORESERVE, kDataFd, 0));
  MapOwn(kScratchAddress, kLoopStackBytes);
  MapOwn(kSignalStackAddress, kSignalStackBytes);
  MapOwn(ARC_COMPTIME_STACK_ADDRESS, stack_bytes);
  const uint64_t heap_bytes = MapHeap(wanted_heap_bytes);
  if (heap_bytes > kSmallPagesBytes) {
    // Kernels without huge pages refuse.
    arc_rt_syscall3(__NR_madvise, ARC_COMPTIME_HEAP_ADDRESS + kSmallPagesBytes,
                    heap_bytes - kSmallPagesBytes, MADV_HUGEPAGE);
  }
  Check(kStepMap, KeepPristineData());
  // Kernels before 5.9 have no close_range; there are no others then (the service saw to it).
  if (IsError(arc_rt_syscall3(__NR_close_range, 0, ~0u, 0))) {
    for (uint64_t fd = 0; fd <= kDataFd; ++fd) arc_rt_syscall1(__NR_close, fd);
  }
  return heap_bytes;
}

void Prctl(uint64_t option, uint64_t value) { arc_rt_syscall5(__NR_prctl, option, value, 0, 0, 0); }

// Dies with the service. The kernel tells only of an end that comes after this call.
void TieToParent() {
  Prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int64_t parent = arc_rt_syscall0(__NR_getppid);
  if (parent != TheSession()->parent) Fail(kStepParent, 0);
}

void TakeSignals() {
  stack_t stack = {};
  stack.ss_sp = reinterpret_cast<void*>(kSignalStackAddress);
  stack.ss_size = kSignalStackBytes;
  Check(kStepSignals, arc_rt_syscall2(__NR_sigaltstack, Word(&stack), 0));
  // The kernel's record: the runtime's handler, which goes on taking signals after the first.
  struct Action {
    uint64_t handler, flags, restorer, mask;
  } action;
  __builtin_memcpy(&action, arc_rt_fault_action, sizeof(action));
  action.flags &= ~uint64_t{SA_RESETHAND};
  constexpr int kSignals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, kTimeOutSignal};
  for (const int signal : kSignals) {
    Check(kStepSignals,
          arc_rt_syscall4(__NR_rt_sigaction, Word(int64_t{signal}), Word(&action), 0, 8));
  }
  const uint64_t none = 0;
  Check(kStepSignals, arc_rt_syscall4(__NR_rt_sigprocmask, SIG_SETMASK, Word(&none), 0, 8));
}

void SetLimits() {
  const rlimit64 nothing = {0, 0};
  constexpr int kResources[] = {RLIMIT_CORE,  RLIMIT_FSIZE,   RLIMIT_NOFILE,
                                RLIMIT_NPROC, RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE};
  for (const int resource : kResources) {
    Check(kStepLimits,
          arc_rt_syscall4(__NR_prlimit64, 0, Word(int64_t{resource}), Word(&nothing), 0));
  }
  Prctl(PR_SET_DUMPABLE, 0);
  // The processor's clock: reading it is a fault. (rdrand, rdseed and rdpid cannot be taken away.)
  Prctl(PR_SET_TSC, PR_TSC_SIGSEGV);
}

struct Sizes {
  uint64_t heap, stack;
};
// Read before anything that runs later could change it.
constinit Sizes sizes = {};

// On the loop's stack. What the kernel mapped is not used any more.
[[noreturn]] void Enter(void* /*argument*/, void* /*value*/) {
  const uint64_t own_end = ARC_COMPTIME_STACK_ADDRESS + sizes.stack;
  constexpr uint64_t kUserEnd = 0x7FFFFFFFF000;
  // A kernel that seals the vdso refuses; its address is then another in every run, and its clocks
  // fault, since they read what they must not.
  arc_rt_syscall2(__NR_munmap, own_end, kUserEnd - own_end);
  TakeSignals();
  SetLimits();
  Check(kStepFilter, InstallFilter());
  Loop(sizes.heap, sizes.stack);
}

}  // namespace

void Die() {
  // Forbidden: the kernel kills the process.
  rt::ExitProcess(1);
}

}  // namespace arc::comptime

namespace arc::rt {

void ExitProcess(int code) {
  for (;;) arc_rt_syscall1(__NR_exit_group, Word(int64_t{code}));
}

}  // namespace arc::rt

extern "C" void arc_rt_start(uintptr_t* /*stack*/) {
  using namespace arc::comptime;
  // First, since it says how much to map, and takes the report of what fails.
  if (IsError(Map(ARC_COMPTIME_CONTROL_ADDRESS, ARC_COMPTIME_FILES_OFFSET, PROT_READ | PROT_WRITE,
                  MAP_SHARED, kSharedFd, 0))) {
    arc::rt::ExitProcess(kStartFailedCode);
  }
  sizes = {TheSession()->heap_bytes, TheSession()->stack_bytes};
  TieToParent();
  thread_block.self = &thread_block.self;
  arc_rt_syscall2(__NR_arch_prctl, ARCH_SET_FS, arc::rt::Word(&thread_block.self));
  sizes.heap = MapMemory(sizes.heap, sizes.stack);
  void* unused;
  arc_rt_stack_switch(
      &unused,
      arc_rt_stack_prepare(reinterpret_cast<void*>(kScratchAddress + kLoopStackBytes), Enter,
                           nullptr),
      nullptr);
  __builtin_unreachable();
}
