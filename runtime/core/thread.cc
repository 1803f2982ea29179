// Threads: clone3 with recycled stacks, and recycled kernel threads.
//
// A block (stack and control block) outlives its thread: it goes to a list of free blocks, and so
// does the kernel's thread on it, the carrier, which parks for a while in case a new entry comes.
// Calling a parked carrier costs a fraction of a clone, an exit and the scheduling of both.
//
//   state     Running --entry returned or panicked--> Finished     join returns; release gives back
//             Running --join--> Awaited --> Finished               and the joiner is woken
//             Running --detach--> Detached                         the thread gives its block back
//
//   carrier   Gone --clone--> Busy --entry returned--> Parked --time is up--> Gone
//             Busy, Parked --spawn--> Called --> Busy              no clone needed
//             Busy, Parked --block is to be unmapped--> Dismissed --> Gone
//             Busy --custom thread--> Gone                         before `state` says Finished
//
// Who finds Finished owns the block, but the carrier still runs on its stack: it touches `carrier`
// and nothing else of the block until it is called. A stack may be unmapped or cloned upon when the
// carrier is Gone and the kernel has zeroed `tid` (CLONE_CHILD_CLEARTID).
//
// A carrier that spawned processes which must not outlive this one (`anchored`) never ends: it
// parks without a limit, or sleeps for ever where another would become Gone.

#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/sched.h>

#include "runtime/core/atomic.h"
#include "runtime/core/contract.h"
#include "runtime/core/foundation.h"
#include "runtime/core/io.h"
#include "runtime/core/lock.h"
#include "runtime/core/memory.h"
#include "runtime/core/sys.h"
#include "runtime/core/text.h"
#include "runtime/core/thread_block.h"

namespace arc::rt {

alignas(64) [[ARC_RT_START_DATA]] constinit ArcThread main_thread = {};

namespace {

constexpr size_t kDefaultStackSize = 8 << 20;
constexpr size_t kMinStackSize = 64 << 10;
// Functions with large frames probe each page, so one page would do; this also stops code that was
// compiled without probes.
constexpr size_t kGuardSize = 64 << 10;
// Blocks kept for reuse; only those with the default size.
constexpr uint32_t kKeptBlocks = 128;
// A kept stack holds the memory that its threads touched. Every so many uses the deep part is given
// back, so that one deep thread does not cost memory for ever, at a price that nobody notices.
constexpr uint32_t kUsesBetweenTrims = 64;
constexpr size_t kKeptStack = 64 << 10;

constexpr uint64_t kCloneFlags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
                                 CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID |
                                 CLONE_CHILD_CLEARTID;

constinit Lock list_lock;  // guards the three below; held for a few instructions
ArcThread* free_blocks;    // linked by `next`
uint32_t free_count;
ArcThread* ending_blocks;  // detached, finished; linked by `next`

constinit Lock known_lock;  // guards the list of all spawned blocks, linked by next_known
ArcThread* known_blocks;

constexpr size_t kBlockSize = (sizeof(ArcThread) + 63) / 64 * 64;

size_t MappingSize(size_t stack_size) {
  const size_t wanted = kGuardSize + stack_size + kSignalStackSize + kBlockSize;
  return (wanted + kPageSize - 1) & ~(kPageSize - 1);
}

ArcThread* MapBlock(size_t mapping_size) {
  void* mapping = MapMemory(mapping_size, MAP_NORESERVE | MAP_STACK);
  if (mapping == nullptr) return nullptr;
  const auto low = reinterpret_cast<uintptr_t>(mapping);
  if (IsError(arc_rt_syscall3(__NR_mprotect, low, kGuardSize, PROT_NONE))) {
    UnmapMemory(mapping, mapping_size);
    return nullptr;
  }
  const uintptr_t high = low + mapping_size;
  auto* thread = reinterpret_cast<ArcThread*>(high - kBlockSize);
  thread->self = thread;
  thread->stack_guard = main_thread.stack_guard;
  thread->mapping = mapping;
  thread->mapping_size = mapping_size;
  thread->signal_stack = reinterpret_cast<void*>(high - kBlockSize - kSignalStackSize);
  thread->stack_low = low + kGuardSize;
  thread->stack_high = (high - kBlockSize - kSignalStackSize) & ~uintptr_t{15};
  LockScope scope(known_lock);
  thread->next_known = known_blocks;
  if (known_blocks != nullptr) known_blocks->previous_known = thread;
  known_blocks = thread;
  return thread;
}

void UnmapBlock(ArcThread* thread) {
  FlushHeapCache(thread);
  {
    LockScope scope(known_lock);
    (thread->previous_known != nullptr ? thread->previous_known->next_known : known_blocks) =
        thread->next_known;
    if (thread->next_known != nullptr) {
      thread->next_known->previous_known = thread->previous_known;
    }
  }
  UnmapMemory(thread->mapping, thread->mapping_size);
}

// Waits until the kernel has let go of a stack whose carrier is ending.
void AwaitGone(ArcThread* thread) {
  for (;;) {
    // Acquire: pairs with the kernel's store at the end of the thread, behind all it did.
    const uint32_t tid = thread->tid.Load(Order::kAcquire);
    if (tid == 0) return;
    FutexWait(thread->tid, tid, -1, /*shared=*/true);
  }
}

// Ends a carrier that may be waiting for work. The caller owns the block.
void DismissCarrier(ArcThread* thread) {
  // Acquire and release: pair with Park.
  const uint32_t old = thread->carrier.Exchange(kCarrierDismissed, Order::kAcquireRelease);
  if (old == kCarrierParked) FutexWake(thread->carrier, 1);
  AwaitGone(thread);
  thread->carrier.Store(kCarrierGone, Order::kRelaxed);
}

// Puts a block of the default size on the free list, unless that is full.
bool KeepBlock(ArcThread* thread) {
  if (thread->mapping_size != MappingSize(kDefaultStackSize)) return false;
  LockScope scope(list_lock);
  if (free_count >= kKeptBlocks && thread->anchored == 0) return false;
  ++free_count;
  thread->next = free_blocks;
  free_blocks = thread;
  return true;
}

// Gives back the block of a thread that has finished; called by its owner, another thread.
void RecycleBlock(ArcThread* thread) {
  arc_rt_panic_info_release(&thread->failure);
  if (thread->carrier.Load(Order::kRelaxed) == kCarrierAnchored) return;
  // Relaxed: Gone was stored before Finished, which the owner has seen.
  if (thread->carrier.Load(Order::kRelaxed) == kCarrierGone) AwaitGone(thread);
  if (++thread->uses % kUsesBetweenTrims == 0) {
    // A parked carrier's few frames are at the high end.
    const uintptr_t end = (thread->stack_high - kKeptStack) & ~(kPageSize - 1);
    if (end > thread->stack_low) {
      arc_rt_syscall3(__NR_madvise, thread->stack_low, end - thread->stack_low, MADV_DONTNEED);
    }
  }
  if (KeepBlock(thread)) return;
  DismissCarrier(thread);
  UnmapBlock(thread);
}

// Unmaps the blocks of detached threads that have really ended.
void ReapEnded() {
  ArcThread* ended = nullptr;
  {
    LockScope scope(list_lock);
    ArcThread** link = &ending_blocks;
    while (*link != nullptr) {
      ArcThread* thread = *link;
      // Acquire: pairs with the kernel's store at the end of the thread.
      if (thread->tid.Load(Order::kAcquire) == 0) {
        *link = thread->next;
        thread->next = ended;
        ended = thread;
      } else {
        link = &thread->next;
      }
    }
  }
  while (ended != nullptr) {
    ArcThread* next = ended->next;
    UnmapBlock(ended);
    ended = next;
  }
}

// `custom` threads need a carrier of their own, so they leave alone the blocks whose carrier stays.
ArcThread* TakeBlock(size_t mapping_size, bool custom) {
  if (mapping_size == MappingSize(kDefaultStackSize)) {
    LockScope scope(list_lock);
    if (free_blocks != nullptr && !(custom && free_blocks->anchored != 0)) {
      ArcThread* thread = free_blocks;
      free_blocks = thread->next;
      --free_count;
      return thread;
    }
  }
  return MapBlock(mapping_size);
}

// The kernel's thread ends, or sleeps until the process does.
[[noreturn]] void EndCarrier(ArcThread* thread) {
  while (thread->anchored != 0) FutexWait(thread->carrier, kCarrierAnchored, -1);
  for (;;) arc_rt_syscall1(__NR_exit, 0);
}

// A panic that nobody will ask for must not get lost: as on the main thread, it ends the process.
[[noreturn]] void DieOfDetachedPanic(ArcThread* thread) {
  FlushOutputIfFree();
  WriteError(thread->failure.report, thread->failure.report_length);
  ExitProcess(ARC_RT_EXIT_PANIC);
}

// How long a carrier waits for another entry.
constexpr int64_t kParkNanoseconds = 1'000'000'000;

// After this the block belongs to somebody else, but for the carrier word.
void AnnounceEnd(ArcThread* thread, bool leaving) {
  // Relaxed: ordered by the exchange.
  if (leaving) {
    thread->carrier.Store(thread->anchored != 0 ? kCarrierAnchored : kCarrierGone, Order::kRelaxed);
  }
  // Release: the joiner sees what the thread did. Acquire: pairs with detach.
  switch (thread->state.Exchange(kThreadFinished, Order::kAcquireRelease)) {
    case kThreadDetached: {
      if (thread->panicked != 0) DieOfDetachedPanic(thread);
      if (!leaving && KeepBlock(thread)) return;
      if (thread->anchored != 0) {
        thread->carrier.Store(kCarrierAnchored, Order::kRelaxed);
        EndCarrier(thread);
      }
      // Nobody can unmap the stack that it runs on: a later spawn does.
      thread->carrier.Store(kCarrierGone, Order::kRelaxed);
      {
        LockScope scope(list_lock);
        thread->next = ending_blocks;
        ending_blocks = thread;
      }
      EndCarrier(thread);
    }
    case kThreadAwaited:
      FutexWake(thread->state, 1);
      break;
    default:
      break;
  }
}

// Waits for the block's next entry; false when the carrier is to end.
bool Park(ArcThread* thread) {
  SpinWhile(thread->carrier, kCarrierBusy);
  uint32_t found = kCarrierBusy;
  // Acquire: pairs with the release of the spawn that has called already.
  if (thread->carrier.CompareExchange(found, kCarrierParked, Order::kAcquireRelease,
                                      Order::kAcquire)) {
    found = kCarrierParked;
    while (found == kCarrierParked) {
      const int64_t result =
          FutexWait(thread->carrier, kCarrierParked, thread->anchored != 0 ? -1 : kParkNanoseconds);
      // Acquire: pairs with the release of whoever calls or dismisses.
      if (result == -ETIMEDOUT &&
          thread->carrier.CompareExchange(found, kCarrierGone, Order::kAcquireRelease,
                                          Order::kAcquire)) {
        return false;
      }
      found = thread->carrier.Load(Order::kAcquire);
    }
  }
  if (found == kCarrierDismissed) return false;
  thread->carrier.Store(kCarrierBusy, Order::kRelaxed);  // only this thread moves it on from Called
  return true;
}

void ApplyConfiguration(const ArcThread* thread) {
  if (thread->name[0] != 0) arc_rt_syscall2(__NR_prctl, PR_SET_NAME, Word(thread->name));
  if (thread->priority != 0) {
    // Relative to the process. The kernel's result is 20 - nice, so 1 .. 40.
    const int64_t raised = arc_rt_syscall2(__NR_getpriority, PRIO_PROCESS, 0);
    const int64_t nice = (raised > 0 ? 20 - raised : 0) + thread->priority;
    arc_rt_syscall3(__NR_setpriority, PRIO_PROCESS, 0, Word(nice));
  }
}

void ThreadMain(void* argument) {
  auto* thread = static_cast<ArcThread*>(argument);
  UseSignalStack(thread);
  ApplyConfiguration(thread);
  do {
    if (Catch(thread->entry, thread->argument, &thread->failure, /*reports=*/false)) {
      thread->panicked = 1;
    }
    const bool leaving = thread->custom != 0;
    AnnounceEnd(thread, leaving);
    if (leaving) EndCarrier(thread);
  } while (Park(thread));
  EndCarrier(thread);
}

int64_t CloneCarrier(ArcThread* thread) {
  thread->carrier.Store(kCarrierBusy, Order::kRelaxed);  // the clone orders it
  clone_args request = {};
  request.flags = kCloneFlags;
  request.parent_tid = Word(&thread->tid);
  request.child_tid = Word(&thread->tid);
  request.stack = thread->stack_low;
  request.stack_size = thread->stack_high - thread->stack_low;
  request.tls = Word(thread);
  const int64_t result = Clone(request, ThreadMain, thread);
  return result < 0 ? result : 0;
}

// Lets the block's carrier run its entry; clones one if there is none. 0 or -errno.
int64_t StartCarrier(ArcThread* thread) {
  // Names and priorities are the kernel thread's, and it cannot be made as new.
  if (thread->custom != 0) {
    DismissCarrier(thread);
    return CloneCarrier(thread);
  }
  // Release: the carrier finds the entry. Acquire: pairs with its last look at the word.
  switch (thread->carrier.Exchange(kCarrierCalled, Order::kAcquireRelease)) {
    case kCarrierBusy:
      return 0;  // on its way to Park, where it sees the call
    case kCarrierParked:
      FutexWake(thread->carrier, 1);
      return 0;
    default:
      AwaitGone(thread);
      return CloneCarrier(thread);
  }
}

}  // namespace

void VisitThreads(void (*visit)(ArcThread* thread, void* context), void* context) {
  visit(&main_thread, context);
  LockScope scope(known_lock);
  for (ArcThread* thread = known_blocks; thread != nullptr; thread = thread->next_known) {
    visit(thread, context);
  }
}

}  // namespace arc::rt

using namespace arc::rt;  // NOLINT: the entry points below are the runtime's own face

extern "C" {

int64_t arc_rt_thread_spawn(void (*entry)(void*), void* argument, const ArcThreadConfig* config,
                            ArcThread** out) {
  size_t stack_size = kDefaultStackSize;
  if (config != nullptr && config->stack_size != 0) {
    if (config->stack_size > (uint64_t{1} << 40)) return -EINVAL;
    stack_size = config->stack_size < kMinStackSize ? kMinStackSize : config->stack_size;
  }
  // Relaxed peek: a missed block is found by the next spawn.
  if (__atomic_load_n(&ending_blocks, __ATOMIC_RELAXED) != nullptr) ReapEnded();
  const bool configured = config != nullptr && (config->priority != 0 || config->name_length != 0);
  const bool custom = configured || CurrentThread()->custom != 0;
  ArcThread* thread = TakeBlock(MappingSize(stack_size), custom);
  if (thread == nullptr) return -ENOMEM;
  thread->entry = entry;
  thread->argument = argument;
  thread->panicked = 0;
  thread->drop_frames = nullptr;
  thread->once = nullptr;
  thread->error_number = 0;
  thread->priority = config != nullptr ? config->priority : 0;
  thread->name[0] = 0;
  if (config != nullptr && config->name != nullptr) {
    size_t length = config->name_length < sizeof(thread->name) - 1 ? config->name_length
                                                                   : sizeof(thread->name) - 1;
    __builtin_memcpy(thread->name, config->name, length);
    thread->name[length] = 0;
  }
  thread->custom = custom ? 1 : 0;
  thread->state.Store(kThreadRunning, Order::kRelaxed);  // ordered by the start of the carrier
  const int64_t error = StartCarrier(thread);
  if (error < 0) {
    thread->tid.Store(0, Order::kRelaxed);
    thread->carrier.Store(kCarrierGone, Order::kRelaxed);
    RecycleBlock(thread);
    return error;
  }
  *out = thread;
  return 0;
}

int64_t arc_rt_thread_join(ArcThread* thread) {
  SpinWhile(thread->state, kThreadRunning);
  // Acquire, here and below: pairs with the release in AnnounceEnd.
  uint32_t found = kThreadRunning;
  if (thread->state.CompareExchange(found, kThreadAwaited, Order::kAcquire, Order::kAcquire) ||
      found == kThreadAwaited) {
    while (thread->state.Load(Order::kAcquire) == kThreadAwaited) {
      FutexWait(thread->state, kThreadAwaited, -1);
    }
  }
  return thread->panicked != 0 ? 1 : 0;
}

void arc_rt_thread_report(ArcThread* thread, const uint8_t** text, uint64_t* length) {
  *text = thread->failure.report;
  *length = thread->failure.report_length;
}

void arc_rt_thread_release(ArcThread* thread) { RecycleBlock(thread); }

void arc_rt_thread_detach(ArcThread* thread) {
  uint32_t running = kThreadRunning;
  // Release and acquire: pair with the exchange in AnnounceEnd.
  if (thread->state.CompareExchange(running, kThreadDetached, Order::kAcquireRelease,
                                    Order::kAcquire)) {
    return;
  }
  if (thread->panicked != 0) DieOfDetachedPanic(thread);
  RecycleBlock(thread);
}

int64_t arc_rt_thread_id() { return arc_rt_syscall0(__NR_gettid); }
void arc_rt_thread_yield() { arc_rt_syscall0(__NR_sched_yield); }

}  // extern "C"
