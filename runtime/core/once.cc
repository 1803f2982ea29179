// One-time initialization of constants.
//
// States of the word:  0 --claim--> 1 running --wait--> 3 running, waited for --> 2 done
// A run that panics goes back from 1 or 3 to 0.

#include "runtime/core/arch/thread_pointer.h"
#include "runtime/core/contract.h"
#include "runtime/core/lock.h"
#include "runtime/core/panic.h"
#include "runtime/core/thread_block.h"

namespace arc::rt {
namespace {

constexpr uint32_t kFresh = 0;
constexpr uint32_t kRunning = 1;
constexpr uint32_t kDone = 2;
constexpr uint32_t kAwaited = 3;

// Leaves the running states; wakes those who wait for that.
void Settle(Atomic<uint32_t>& state, uint32_t outcome) {
  // Release: pairs with the acquire of whoever finds the word done.
  if (state.Exchange(outcome, Order::kRelease) == kAwaited) FutexWake(state, ~0u);
}

void RefuseOwnRun(const ArcThread* thread, const Atomic<uint32_t>* state, TraceStart start) {
  for (const OnceFrame* frame = thread->once; frame != nullptr; frame = frame->outer) {
    if (frame->state != state) continue;
    constexpr char kMessage[] = "initialization of a constant needs itself";
    Panic(reinterpret_cast<const uint8_t*>(kMessage), sizeof(kMessage) - 1, start);
  }
}

}  // namespace

void AbandonOnceRuns(ArcThread* thread, uintptr_t stack) {
  while (thread->once != nullptr && reinterpret_cast<uintptr_t>(thread->once) < stack) {
    Settle(*thread->once->state, kFresh);
    thread->once = thread->once->outer;
  }
}

}  // namespace arc::rt

extern "C" {

void arc_rt_once(uint32_t* word, void (*run)(void* place), void* place) {
  using namespace arc::rt;
  auto& state = *reinterpret_cast<Atomic<uint32_t>*>(word);
  ArcThread* thread = CurrentThread();
  for (;;) {
    uint32_t found = kFresh;
    // Acquire: pairs with the release in Settle.
    if (state.CompareExchange(found, kRunning, Order::kAcquire, Order::kAcquire)) break;
    if (found == kDone) return;
    RefuseOwnRun(thread, &state, ARC_RT_TRACE_FROM_CALLER());
    if (found == kAwaited ||
        state.CompareExchange(found, kAwaited, Order::kRelaxed, Order::kRelaxed)) {
      FutexWait(state, kAwaited, -1);
    }
  }
  OnceFrame frame = {&state, thread->once};
  thread->once = &frame;
  run(place);
  thread->once = frame.outer;
  Settle(state, kDone);
}

void** arc_rt_drop_frames() { return &arc::rt::CurrentThread()->drop_frames; }

}  // extern "C"
