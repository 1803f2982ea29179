// The thread control block: what the thread pointer points at.
//
// A spawned thread's block lies at the upper end of its stack mapping:
//
//   | guard | stack ... | alternate signal stack | control block |
//
// and is recycled together with it. The main thread's block is static.

#ifndef ARC_RUNTIME_CORE_THREAD_BLOCK_H_
#define ARC_RUNTIME_CORE_THREAD_BLOCK_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/core/arch/thread_pointer.h"
#include "runtime/core/atomic.h"
#include "runtime/core/contract.h"
#include "runtime/core/memory_classes.h"
#include "runtime/core/unwind.h"

// ArcThread::state: what the thread's owner may expect. A futex word.
enum ThreadState : uint32_t {
  kThreadRunning = 0,
  kThreadDetached = 1,  // nobody joins: the thread gives its own block back
  kThreadFinished = 2,  // the entry has returned or panicked; the joiner gives the block back
  kThreadAwaited = 3,   // running, and the joiner sleeps on this word
};

// ArcThread::carrier: what the kernel's thread of this block does. A futex word.
enum CarrierState : uint32_t {
  kCarrierGone = 0,       // there is none, or it is ending: `tid` 0 says that it has ended
  kCarrierBusy = 1,       // it runs an entry, or is about to look for the next
  kCarrierParked = 2,     // it sleeps on this word and can be called
  kCarrierCalled = 3,     // the block holds an entry for it to run
  kCarrierDismissed = 4,  // it is to end
  kCarrierAnchored = 5,   // it sleeps until the process ends, the block with it
};

// One run of arc_rt_once that is going on, on the stack of its thread.
struct OnceFrame {
  arc::rt::Atomic<uint32_t>* state;
  OnceFrame* outer;
};

struct ArcThread {
  ArcThread* self;  // offset 0: the ABI reads the block's address from the thread pointer itself
  void* reserved;
  // The kernel's id of the thread while it lives. Zeroed, and its waiters woken, by the kernel at
  // the very end of the thread: from then on its stack is free.
  arc::rt::Atomic<uint32_t> tid;
  arc::rt::Atomic<uint32_t> state;    // ThreadState
  arc::rt::Atomic<uint32_t> carrier;  // CarrierState
  int32_t error_number;               // errno of LLVM libc's functions
  uintptr_t stack_low;    // lowest usable byte, above the guard; 0 for main, whose stack grows
  uintptr_t stack_guard;  // offset 0x28: the canary that stack protectors compare
  uintptr_t stack_high;   // one past the highest byte that frames of this thread occupy

  void* mapping;
  size_t mapping_size;
  void* signal_stack;

  void (*entry)(void*);
  void* argument;
  int32_t priority;
  uint32_t panicked;
  uint32_t is_main;
  uint32_t custom;  // has a name or priority of its own, or inherited them: is not used again
  // Children are to die with the process, but the kernel ties them to the thread that spawned them
  // (PR_SET_PDEATHSIG). A carrier with such children therefore never ends.
  uint32_t anchored;
  uint32_t uses;  // threads that have run on this block
  char name[16];

  arc::rt::CatchFrame* catch_frame;  // innermost boundary; null outside of all
  ArcPanicInfo failure;              // what the entry panicked with, until the block is released

  void* drop_frames;  // arc_rt_drop_frames; owned by generated code
  OnceFrame* once;    // innermost one-time run of this thread

  ArcThread* next;            // in the list of free or of ending blocks; guarded by the list's lock
  ArcThread* next_known;      // in the list of all blocks
  ArcThread* previous_known;  // guarded by the same lock

  arc::rt::HeapCache heap;
};

static_assert(offsetof(ArcThread, self) == 0);
static_assert(offsetof(ArcThread, stack_guard) == 0x28, "x86-64 stack protectors read fs:0x28");

namespace arc::rt {

extern ArcThread main_thread;

// Bytes of every alternate signal stack: the kernel's frame (up to 11 KiB with AMX state) and the
// report writer.
inline constexpr size_t kSignalStackSize = size_t{48} * 1024;

// Makes the block's alternate signal stack the calling thread's.
void UseSignalStack(ArcThread* thread);

// Calls visit(thread) for every block there is: running, ending, or kept for reuse.
void VisitThreads(void (*visit)(ArcThread* thread, void* context), void* context);

// Lets others try the one-time runs that a panic of this thread cut off: those with frames below
// `stack`.
void AbandonOnceRuns(ArcThread* thread, uintptr_t stack);

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_THREAD_BLOCK_H_
