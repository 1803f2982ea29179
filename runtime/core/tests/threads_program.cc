// Threads, locks, one-time runs, memory from many threads.

#include "runtime/core/atomic.h"
#include "runtime/core/tests/support.h"
#include "runtime/core/tests/traced.h"

using namespace arc::rt::testing;  // NOLINT: a test program
using arc::rt::Atomic;
using arc::rt::Order;

namespace {

struct Task {
  int64_t in;
  int64_t out;
};

void Square(void* argument) {
  auto* task = static_cast<Task*>(argument);
  task->out = task->in * task->in;
}

ArcThread* Spawn(void (*entry)(void*), void* argument, const ArcThreadConfig* config = nullptr) {
  ArcThread* thread = nullptr;
  REQUIRE(arc_rt_thread_spawn(entry, argument, config, &thread) == 0);
  return thread;
}

void JoinAndRelease(ArcThread* thread) {
  REQUIRE(arc_rt_thread_join(thread) == 0);
  arc_rt_thread_release(thread);
}

void SixtyFourAtOnce() {
  for (int round = 0; round < 5; ++round) {
    Task tasks[64];
    ArcThread* threads[64];
    for (int64_t i = 0; i < 64; ++i) {
      tasks[i] = {i + round, -1};
      threads[i] = Spawn(Square, &tasks[i]);
    }
    for (int64_t i = 0; i < 64; ++i) {
      JoinAndRelease(threads[i]);
      REQUIRE(tasks[i].out == (i + round) * (i + round));
    }
  }
}

void ThousandsInARow() {
  for (int64_t i = 0; i < 5000; ++i) {
    Task task = {i, -1};
    JoinAndRelease(Spawn(Square, &task));
    REQUIRE(task.out == i * i);
  }
}

void ManyMoreThanAreKept() {
  constexpr int kThreads = 400;
  static Task tasks[kThreads];
  static ArcThread* threads[kThreads];
  for (int64_t i = 0; i < kThreads; ++i) {
    tasks[i] = {i, -1};
    threads[i] = Spawn(Square, &tasks[i]);
  }
  for (int64_t i = 0; i < kThreads; ++i) JoinAndRelease(threads[i]);
}

// Threads of this process, as the kernel counts them.
int64_t KernelThreads() {
  const int64_t folder = arc_rt_sys_open(Bytes("/proc/self/task"), 15, 0200000, 0);
  REQUIRE(folder >= 0);
  ArcFileStatus status;
  REQUIRE(arc_rt_sys_fstat(static_cast<int32_t>(folder), &status) == 0);
  arc_rt_sys_close(static_cast<int32_t>(folder));
  return status.links - 2;
}

void ParkedThreadsLeave() {
  for (int round = 0; round < 2; ++round) {
    ManyMoreThanAreKept();
    REQUIRE(KernelThreads() > 1 && KernelThreads() <= 129);
    int waited = 0;
    while (KernelThreads() > 1) {
      REQUIRE(++waited < 100);
      arc_rt_sys_nanosleep(50'000'000);
    }
  }
}

// Calls and time-outs of parked threads meet: every entry runs exactly once all the same.
void CallsMeetTimeOuts() {
  for (int64_t i = 0; i < 16; ++i) {
    Task task = {i, -1};
    JoinAndRelease(Spawn(Square, &task));
    REQUIRE(task.out == i * i);
    if (i % 4 == 3) {
      const int64_t end = arc_rt_sys_clock(1) + 1'000'000'000 + (i - 8) * 20'000;
      arc_rt_sys_nanosleep(end - arc_rt_sys_clock(1));
    }
  }
}

// The calling thread's nice value; the system call getpriority answers 20 minus it.
int64_t Nice() { return 20 - arc_rt_sys_raw(140, 0, 0, 0, 0, 0, 0); }

// What a priority makes of it: relative to the process, which may have been started with less
// priority; 19 is the end.
int64_t LoweredBy(int64_t priority, int64_t nice) {
  return nice + priority < 19 ? nice + priority : 19;
}

// A priority is inherited, as from any parent, and stays out of the threads that are used again.
void PriorityDoesNotStick() {
  auto nice = [](void* out) { *static_cast<int64_t*>(out) = Nice(); };
  const int64_t own = Nice();
  for (int i = 0; i < 50; ++i) {
    int64_t inner = -1;
    ArcThreadConfig config = {};
    config.priority = 7;
    JoinAndRelease(Spawn(
        [](void* out) {
          JoinAndRelease(Spawn([](void* place) { *static_cast<int64_t*>(place) = Nice(); }, out));
        },
        &inner, &config));
    REQUIRE(inner == LoweredBy(7, own));
    int64_t plain = -1;
    JoinAndRelease(Spawn(nice, &plain));
    REQUIRE(plain == own);
  }
}

Atomic<int64_t> finished;

void Detach() {
  constexpr int64_t kThreads = 2000;
  for (int64_t i = 0; i < kThreads; ++i) {
    arc_rt_thread_detach(Spawn([](void*) { finished.FetchAdd(1, Order::kRelease); }, nullptr));
  }
  while (finished.Load(Order::kAcquire) != kThreads) arc_rt_thread_yield();
}

void PanicIsReported() {
  for (int round = 0; round < 100; ++round) {
    ArcThread* thread = Spawn(
        [](void*) { traced_outer([] { arc_rt_panic(Bytes("thread broke"), 12); }); }, nullptr);
    REQUIRE(arc_rt_thread_join(thread) == 1);
    const uint8_t* text;
    uint64_t length;
    arc_rt_thread_report(thread, &text, &length);
    REQUIRE(length > 0);
    if (round == 0) Print(ArcStringView{text, length});
    arc_rt_thread_release(thread);
    // The block is used again, without the old report.
    Task task = {round, 0};
    ArcThread* next = Spawn(Square, &task);
    REQUIRE(arc_rt_thread_join(next) == 0);
    arc_rt_thread_report(next, &text, &length);
    REQUIRE(length == 0);
    arc_rt_thread_release(next);
  }
}

void DetachedPanic() {
  arc_rt_thread_detach(Spawn([](void*) { arc_rt_panic(Bytes("nobody joins"), 12); }, nullptr));
  arc_rt_sys_nanosleep(5'000'000'000);
}

void Configuration() {
  ArcThreadConfig config = {};
  int64_t expected = LoweredBy(5, Nice());
  config.stack_size = 1 << 20;
  config.priority = 5;
  config.name = Bytes("worker-with-a-long-name");
  config.name_length = 23;
  JoinAndRelease(Spawn(
      [](void* out) {
        uint8_t name[16] = {};
        arc_rt_sys_prctl(16 /*PR_GET_NAME*/, reinterpret_cast<uintptr_t>(name), 0, 0, 0);
        PrintLine(reinterpret_cast<const char*>(name));
        REQUIRE(Nice() == *static_cast<int64_t*>(out));
        volatile uint8_t big[900 << 10];
        big[0] = 1;
      },
      &expected, &config));
  config.stack_size = 1ull << 60;
  ArcThread* none = nullptr;
  REQUIRE(arc_rt_thread_spawn(Square, nullptr, &config, &none) == -22);
}

uint32_t lock_word;
int64_t guarded;

void Locks() {
  ArcThread* threads[8];
  for (ArcThread*& thread : threads) {
    thread = Spawn(
        [](void*) {
          for (int i = 0; i < 20000; ++i) {
            arc_rt_lock(&lock_word);
            guarded = guarded + 1;
            arc_rt_unlock(&lock_word);
          }
        },
        nullptr);
  }
  for (ArcThread* thread : threads) JoinAndRelease(thread);
  REQUIRE(guarded == 8 * 20000);
  REQUIRE(arc_rt_try_lock(&lock_word) == 1);
  REQUIRE(arc_rt_try_lock(&lock_word) == 0);
  arc_rt_unlock(&lock_word);
  REQUIRE(arc_rt_futex_wait(&lock_word, 0, 1'000'000) == -110);
  REQUIRE(arc_rt_futex_wait(&lock_word, 7, 1'000'000) == -11);
}

uint32_t once_states[64];
Atomic<int64_t> once_runs;

void Once() {
  ArcThread* threads[8];
  for (ArcThread*& thread : threads) {
    thread = Spawn(
        [](void*) {
          for (uint32_t& state : once_states) {
            arc_rt_once(
                &state,
                [](void*) {
                  once_runs.FetchAdd(1, Order::kRelaxed);
                  arc_rt_sys_nanosleep(100'000);
                },
                nullptr);
            REQUIRE(state == 2);
          }
        },
        nullptr);
  }
  for (ArcThread* thread : threads) JoinAndRelease(thread);
  REQUIRE(once_runs.Load(Order::kRelaxed) == 64);
}

void OnceAfterPanic() {
  ArcThread* thread = Spawn(
      [](void*) {
        arc_rt_once(&once_states[0], [](void*) { arc_rt_panic(Bytes("first try"), 9); }, nullptr);
      },
      nullptr);
  REQUIRE(arc_rt_thread_join(thread) == 1);
  arc_rt_thread_release(thread);
  bool ran = false;
  arc_rt_once(&once_states[0], [](void* place) { *static_cast<bool*>(place) = true; }, &ran);
  REQUIRE(ran && once_states[0] == 2);
}

void OnceNeedsItself() {
  arc_rt_once(
      &once_states[0], [](void*) { arc_rt_once(&once_states[0], [](void*) {}, nullptr); }, nullptr);
}

// -------------------------------------------------------------------------------------------------
// Memory. Blocks pass through a shared table: whoever draws an occupied slot frees the block there,
// mostly one that another thread allocated.

struct Slot {
  uint32_t lock;
  uint64_t* block;
  uint64_t size;
};
constexpr uint64_t kSlots = 512;
Slot slots[kSlots];

uint64_t Next(uint64_t& state) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

void CheckedFree(uint64_t* block, uint64_t size) {
  REQUIRE(block[0] == (size ^ reinterpret_cast<uintptr_t>(block)));
  REQUIRE(block[size / 8 - 1] == (size ^ reinterpret_cast<uintptr_t>(block)));
  arc_rt_free(block, size);
}

void StressOne(void* seed) {
  uint64_t state = reinterpret_cast<uintptr_t>(seed);
  for (int i = 0; i < 30000; ++i) {
    Slot& slot = slots[Next(state) % kSlots];
    // Mostly small, now and then medium or large.
    const uint64_t draw = Next(state) % 1000;
    uint64_t limit =
        draw < 900 ? 512 : (draw < 990 ? 16 << 10 : (draw < 999 ? 300 << 10 : 3 << 20));
    const uint64_t size = (8 + Next(state) % limit) & ~7ull;
    auto* block = static_cast<uint64_t*>(arc_rt_alloc(size));
    REQUIRE(reinterpret_cast<uintptr_t>(block) % (size % 16 == 0 ? 16 : 8) == 0);
    block[0] = block[size / 8 - 1] = size ^ reinterpret_cast<uintptr_t>(block);
    arc_rt_lock(&slot.lock);
    uint64_t* old = slot.block;
    const uint64_t old_size = slot.size;
    slot.block = block;
    slot.size = size;
    arc_rt_unlock(&slot.lock);
    if (old != nullptr) CheckedFree(old, old_size);
  }
}

void MemoryStress() {
  for (int round = 0; round < 3; ++round) {
    ArcThread* threads[6];
    for (uintptr_t i = 0; i < 6; ++i) {
      threads[i] = Spawn(StressOne, reinterpret_cast<void*>(i * 7919 + 12345));
    }
    for (ArcThread* thread : threads) JoinAndRelease(thread);
    for (Slot& slot : slots) {
      if (slot.block != nullptr) CheckedFree(slot.block, slot.size);
      slot.block = nullptr;
    }
    REQUIRE(arc_rt_live_objects() == 0);
  }
}

void Reallocation() {
  // Through all the ways a block can be kept: classes, runs, mappings.
  uint64_t size = 8;
  auto* block = static_cast<uint8_t*>(arc_rt_realloc(nullptr, 0, size));
  for (uint64_t i = 0; i < size; ++i) block[i] = static_cast<uint8_t>(i * 31);
  while (size < (24 << 20)) {
    const uint64_t grown = size + size / 2 + 8;
    block = static_cast<uint8_t*>(arc_rt_realloc(block, size, grown));
    for (uint64_t i = 0; i < size; i += size / 64 + 1) {
      REQUIRE(block[i] == static_cast<uint8_t>(i * 31));
    }
    for (uint64_t i = 0; i < grown; ++i) block[i] = static_cast<uint8_t>(i * 31);
    size = grown;
  }
  while (size > 16) {
    const uint64_t less = size / 3;
    block = static_cast<uint8_t*>(arc_rt_realloc(block, size, less));
    for (uint64_t i = 0; i < less; i += less / 64 + 1) {
      REQUIRE(block[i] == static_cast<uint8_t>(i * 31));
    }
    size = less;
  }
  REQUIRE(arc_rt_live_objects() == 1);
  arc_rt_free(block, size);
  arc_rt_free(nullptr, 100);
  REQUIRE(arc_rt_live_objects() == 0);
}

// Resident pages of this process.
int64_t ResidentPages() {
  uint8_t text[128];
  const int64_t fd = arc_rt_sys_open(Bytes("/proc/self/statm"), 16, 0, 0);
  REQUIRE(fd >= 0);
  const int64_t length = arc_rt_sys_read(static_cast<int32_t>(fd), text, sizeof(text));
  arc_rt_sys_close(static_cast<int32_t>(fd));
  int64_t i = 0;
  while (i < length && text[i] != ' ') ++i;
  int64_t pages = 0;
  for (++i; i < length && text[i] != ' '; ++i) pages = pages * 10 + (text[i] - '0');
  return pages;
}

void MemoryReturns() {
  constexpr uint64_t kBlocks = 400'000;
  constexpr uint64_t kBytes = 512;
  auto** blocks = static_cast<uint8_t**>(arc_rt_alloc(kBlocks * sizeof(uint8_t*)));
  for (uint64_t i = 0; i < kBlocks; ++i) {
    blocks[i] = static_cast<uint8_t*>(arc_rt_alloc(kBytes));
    blocks[i][0] = blocks[i][kBytes - 1] = 1;
  }
  const int64_t full = ResidentPages();
  for (uint64_t i = 0; i < kBlocks; ++i) arc_rt_free(blocks[i], kBytes);
  arc_rt_free(blocks, kBlocks * sizeof(uint8_t*));
  const int64_t after = ResidentPages();
  REQUIRE(full > 45'000);     // 200 MB were there
  REQUIRE(after < full / 4);  // and most of them are the system's again
}

ArcHeapStatistics Statistics() {
  ArcHeapStatistics statistics;
  arc_rt_heap_statistics(&statistics);
  return statistics;
}

// Blocks that one thread allocates and another one frees, and what the figures say meanwhile.
void StatisticsOverThreads() {
  static void* blocks[1000];
  const ArcHeapStatistics before = Statistics();
  JoinAndRelease(Spawn(
      [](void*) {
        for (void*& block : blocks) block = arc_rt_alloc(1000);
        blocks[0] = arc_rt_realloc(blocks[0], 1000, 5 << 20);
      },
      nullptr));
  const ArcHeapStatistics full = Statistics();
  REQUIRE(full.live_objects == before.live_objects + 1000);
  REQUIRE(full.live_bytes == before.live_bytes + 999 * 1024 + (5 << 20));
  REQUIRE(full.mapped_bytes >= before.mapped_bytes + (5 << 20));
  arc_rt_free(blocks[0], 5 << 20);
  for (int i = 1; i < 1000; ++i) arc_rt_free(blocks[i], 1000);
  const ArcHeapStatistics after = Statistics();
  REQUIRE(after.live_objects == before.live_objects && after.live_bytes == before.live_bytes);
  // They wait in this thread and in the heap, or their memory does.
  REQUIRE(after.cached_bytes + after.kept_bytes > 512 * 1024);
  REQUIRE(after.mapped_bytes <= full.mapped_bytes - (5 << 20));
}

const Scenario kScenarios[] = {
    {"at_once", SixtyFourAtOnce},
    {"in_a_row", ThousandsInARow},
    {"many", ManyMoreThanAreKept},
    {"detach", Detach},
    {"parked_leave", ParkedThreadsLeave},
    {"calls_meet_time_outs", CallsMeetTimeOuts},
    {"priority", PriorityDoesNotStick},
    {"panic", PanicIsReported},
    {"detached_panic", DetachedPanic},
    {"configuration", Configuration},
    {"locks", Locks},
    {"once", Once},
    {"once_after_panic", OnceAfterPanic},
    {"once_needs_itself", OnceNeedsItself},
    {"memory_stress", MemoryStress},
    {"reallocation", Reallocation},
    {"memory_returns", MemoryReturns},
    {"statistics", StatisticsOverThreads},
};

}  // namespace

extern "C" int32_t arc_main() { return RunScenario(kScenarios); }
