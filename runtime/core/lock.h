// A mutual exclusion lock in one word, and waiting on a word.

#ifndef ARC_RUNTIME_CORE_LOCK_H_
#define ARC_RUNTIME_CORE_LOCK_H_

#include <stdint.h>

#include "runtime/core/atomic.h"

namespace arc::rt {

// States: 0 free, 1 held, 2 held and somebody may wait. Constant-initialized to free.
class Lock {
 public:
  constexpr Lock() = default;

  void Acquire() {
    uint32_t expected = 0;
    // Acquire: pairs with the release in Release of the previous holder.
    if (!word_.CompareExchange(expected, 1, Order::kAcquire, Order::kRelaxed)) {
      AcquireSlow();
    }
  }
  bool TryAcquire() {
    uint32_t expected = 0;
    return word_.CompareExchange(expected, 1, Order::kAcquire, Order::kRelaxed);
  }
  void Release() {
    // Release: pairs with the acquire of the next holder.
    if (word_.Exchange(0, Order::kRelease) == 2) WakeOne();
  }

 private:
  void AcquireSlow();
  void WakeOne();

  Atomic<uint32_t> word_{0};
};
static_assert(sizeof(Lock) == 4);

class LockScope {
 public:
  explicit LockScope(Lock& lock) : lock_(lock) { lock_.Acquire(); }
  ~LockScope() { lock_.Release(); }
  LockScope(const LockScope&) = delete;
  LockScope& operator=(const LockScope&) = delete;

 private:
  Lock& lock_;
};

// Waits while *word == expected. `shared` for words that the kernel itself wakes (thread ids).
// Result and timeout as arc_rt_futex_wait.
int64_t FutexWait(const Atomic<uint32_t>& word, uint32_t expected, int64_t timeout_ns,
                  bool shared = false);
int64_t FutexWake(const Atomic<uint32_t>& word, uint32_t count);

// Looks at *word for some microseconds, until it is not `value` any more: about as long as it takes
// to put a thread to sleep and to wake it again. Goes before a FutexWait where the other side is
// often about to write the word.
void SpinWhile(const Atomic<uint32_t>& word, uint32_t value);

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_LOCK_H_
