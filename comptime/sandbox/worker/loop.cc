#include <asm/mman.h>
#include <asm/unistd.h>
#include <linux/futex.h>

#include "comptime/sandbox/worker/image_data.h"
#include "comptime/sandbox/worker/worker.h"
#include "runtime/core/arch/thread_pointer.h"
#include "runtime/core/foundation.h"
#include "runtime/core/sys.h"

namespace arc::comptime {
namespace {

using rt::Word;

constexpr uint32_t kMine = 1;
constexpr uint32_t kTheirs = 0;

// Of heap and stack so much is zeroed and kept: a page that is dropped costs a page fault when it
// is used again, as much as zeroing it.
constexpr uint64_t kKeptHeapBytes = 4 << 20;  // the part in small pages (start.cc)
constexpr uint64_t kKeptStackBytes = 16 << 10;

// What a process gets ready while nobody waits for it: page faults one by one cost thrice as much.
constexpr uint64_t kReadyHeapBytes = 1 << 20;

void WaitForTurn(Patience& patience) {
  uint32_t* turn = &Control()->turn;
  Session* session = TheSession();
  const int looks = patience.Looks();
  for (int i = 0; i < looks; ++i) {
    // Acquire: pairs with the service's store, behind which the request is.
    if (__atomic_load_n(turn, __ATOMIC_ACQUIRE) == kMine) {
      __atomic_store_n(&session->request_seen, 1, __ATOMIC_RELAXED);
      return;
    }
    rt::SpinHint();
  }
  if (looks != 0 && __atomic_load_n(&session->answer_seen, __ATOMIC_RELAXED) == 0) patience.Lose();
  // Sequentially consistent on both sides: either the service sees that this side sleeps, or this
  // side sees the turn.
  __atomic_store_n(&session->worker_sleeps, 1, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(turn, __ATOMIC_SEQ_CST) != kMine) {
    arc_rt_syscall4(__NR_futex, Word(turn), FUTEX_WAIT, kTheirs, 0);
  }
  __atomic_store_n(&session->request_seen, 1, __ATOMIC_RELAXED);
  __atomic_store_n(&session->worker_sleeps, 0, __ATOMIC_RELAXED);
}

void GiveTurn() {
  uint32_t* turn = &Control()->turn;
  __atomic_store_n(&TheSession()->answer_seen, 0, __ATOMIC_RELAXED);
  __atomic_store_n(turn, kTheirs, __ATOMIC_SEQ_CST);
  if (__atomic_load_n(&TheSession()->service_sleeps, __ATOMIC_SEQ_CST) != 0) {
    arc_rt_syscall3(__NR_futex, Word(turn), FUTEX_WAKE, 1);
  }
}

// On the evaluation's stack.
[[noreturn]] void Run(void* thunk, void* /*value*/) {
  reinterpret_cast<ArcComptimeThunk>(thunk)(arc_comptime_api(),
                                            reinterpret_cast<ArcComptimeValue*>(&evaluation));
  EndDone();
}

void Drop(uint64_t address, uint64_t length) {
  arc_rt_syscall3(__NR_madvise, address, length, MADV_DONTNEED);
}

constexpr uint64_t WholePages(uint64_t bytes) {
  return (bytes + rt::kPageSize - 1) / rt::kPageSize * rt::kPageSize;
}

uint64_t Least(uint64_t a, uint64_t b) { return a < b ? a : b; }

class Memory {
 public:
  Memory(uint64_t heap_bytes, uint64_t stack_bytes)
      : heap_bytes_(heap_bytes), stack_bytes_(stack_bytes) {}

  void Prepare() const {
    // Kernels before 5.14 refuse; then pages come when they are used.
    arc_rt_syscall3(__NR_madvise, ARC_COMPTIME_HEAP_ADDRESS, Least(kReadyHeapBytes, heap_bytes_),
                    MADV_POPULATE_WRITE);
    arc_rt_syscall3(
        __NR_madvise,
        ARC_COMPTIME_STACK_ADDRESS + stack_bytes_ - Least(kKeptStackBytes, stack_bytes_),
        Least(kKeptStackBytes, stack_bytes_), MADV_POPULATE_WRITE);
  }

  void Evaluate() {
    ArcComptimeControl* control = Control();
    control->output_bytes = 0;
    control->frame_count = 0;
    HeapBegin(control->memory_limit, heap_bytes_);
    ResultBegin();
    evaluation.stack_low = ARC_COMPTIME_STACK_ADDRESS;
    stack_high_ = ARC_COMPTIME_STACK_ADDRESS + StackBytes(control->stack_limit);
    evaluation.stack_high = stack_high_;
    auto* thunk = reinterpret_cast<void*>(control->thunk);
    evaluation.running = true;
    arc_rt_stack_switch(
        reinterpret_cast<void**>(&evaluation.loop_stack),
        arc_rt_stack_prepare(reinterpret_cast<void*>(evaluation.stack_high), Run, thunk), nullptr);
    control->memory_peak = HeapPeak();
    ResultFinish();
  }

  // All memory as it was before the evaluation. What the thunk broke with wild stores is put back,
  // too: lengths that it may have changed only decide what is zeroed and what is dropped.
  void Restore() {
    const uint64_t kept_heap = WholePages(Least(Least(HeapExtent(), kKeptHeapBytes), heap_bytes_));
    RestoreData();
    Drop(ARC_COMPTIME_DATA_ADDRESS, ARC_COMPTIME_DATA_BYTES);
    __builtin_memset(reinterpret_cast<void*>(ARC_COMPTIME_HEAP_ADDRESS), 0, kept_heap);
    Drop(ARC_COMPTIME_HEAP_ADDRESS + kept_heap, heap_bytes_ - kept_heap);
    __builtin_memset(reinterpret_cast<void*>(stack_high_ - kKeptStackBytes), 0, kKeptStackBytes);
    Drop(ARC_COMPTIME_STACK_ADDRESS, stack_high_ - kKeptStackBytes - ARC_COMPTIME_STACK_ADDRESS);
    const uint64_t above = ARC_COMPTIME_STACK_ADDRESS + stack_bytes_ - stack_high_;
    if (above != 0) Drop(stack_high_, above);
  }

 private:
  // What an evaluation gets: whole pages, enough to begin with.
  uint64_t StackBytes(uint64_t limit) const {
    const uint64_t pages = Least(limit, stack_bytes_) / rt::kPageSize * rt::kPageSize;
    return pages < kKeptStackBytes ? kKeptStackBytes : pages;
  }

  const uint64_t heap_bytes_, stack_bytes_;
  uint64_t stack_high_ = 0;
};

}  // namespace

void Loop(uint64_t heap_bytes, uint64_t stack_bytes) {
  Memory memory(heap_bytes, stack_bytes);
  if (__atomic_load_n(&Control()->turn, __ATOMIC_RELAXED) != kMine) memory.Prepare();
  Patience patience;
  for (;;) {
    WaitForTurn(patience);
    memory.Evaluate();
    GiveTurn();
    // While the service reads the answer, which is in none of that.
    memory.Restore();
  }
}

}  // namespace arc::comptime

extern "C" void arc_comptime_out_of_fuel() {
  arc::comptime::End(ARC_COMPTIME_OUT_OF_FUEL, "", ARC_RT_TRACE_FROM_CALLER());
}
