#include "runtime/core/lock.h"

#include <linux/futex.h>
#include <linux/time_types.h>

#include "runtime/core/arch/thread_pointer.h"
#include "runtime/core/atomic.h"
#include "runtime/core/sys.h"

namespace arc::rt {

int64_t FutexWait(const Atomic<uint32_t>& word, uint32_t expected, int64_t timeout_ns,
                  bool shared) {
  __kernel_timespec timeout = {timeout_ns / 1'000'000'000, timeout_ns % 1'000'000'000};
  const int64_t result = arc_rt_syscall4(
      __NR_futex, Word(&word), static_cast<uint64_t>(shared ? FUTEX_WAIT : FUTEX_WAIT_PRIVATE),
      expected, timeout_ns < 0 ? 0 : Word(&timeout));
  // An interruption is a spurious wake-up: callers test their condition again anyway.
  return result == -EINTR ? 0 : result;
}

int64_t FutexWake(const Atomic<uint32_t>& word, uint32_t count) {
  return arc_rt_syscall3(__NR_futex, Word(&word), FUTEX_WAKE_PRIVATE,
                         count > 0x7FFFFFFF ? 0x7FFFFFFF : count);
}

namespace {
// A look and its pause take 15 to 50 ns, sleeping and being woken on another processor 10 to 15 µs.
// At 100 a spawn that is joined at once still sleeps now and then; at 400, 64 threads that end
// together keep each other from running.
constexpr int kSpins = 200;
}  // namespace

void SpinWhile(const Atomic<uint32_t>& word, uint32_t value) {
  for (int i = 0; i < kSpins && word.Load(Order::kRelaxed) == value; ++i) SpinHint();
}

void Lock::AcquireSlow() {
  // Holders keep the lock for tens of nanoseconds, so a short look pays; longer spinning would burn
  // the very processor that the holder may need.
  for (int i = 0; i < 40; ++i) {
    if (word_.Load(Order::kRelaxed) == 0 && TryAcquire()) return;
    SpinHint();
  }
  // From here on the word says 2 as long as this thread may sleep: the holder's Release sees it.
  // Acquire: pairs with Release's exchange.
  while (word_.Exchange(2, Order::kAcquire) != 0) FutexWait(word_, 2, -1);
}

void Lock::WakeOne() { FutexWake(word_, 1); }

}  // namespace arc::rt

extern "C" {

void arc_rt_lock(uint32_t* lock) { reinterpret_cast<arc::rt::Lock*>(lock)->Acquire(); }
int32_t arc_rt_try_lock(uint32_t* lock) {
  return reinterpret_cast<arc::rt::Lock*>(lock)->TryAcquire() ? 1 : 0;
}
void arc_rt_unlock(uint32_t* lock) { reinterpret_cast<arc::rt::Lock*>(lock)->Release(); }

int64_t arc_rt_futex_wait(const uint32_t* word, uint32_t expected, int64_t timeout_ns) {
  return arc::rt::FutexWait(*reinterpret_cast<const arc::rt::Atomic<uint32_t>*>(word), expected,
                            timeout_ns);
}
int64_t arc_rt_futex_wake(const uint32_t* word, uint32_t count) {
  return arc::rt::FutexWake(*reinterpret_cast<const arc::rt::Atomic<uint32_t>*>(word), count);
}

}  // extern "C"
